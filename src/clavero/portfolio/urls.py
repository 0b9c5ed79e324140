"""Addresses of the portfolio and its customers.

What customers buy, and who looks after them, stands below ``portfolio/``; their records, which
are kept in order by people who need not see what they buy, below ``customers/``.
"""

from __future__ import annotations

from django.urls import path

from clavero.portfolio.views import (
    coverage,
    customer,
    figures,
    portfolio,
    products,
    records,
)

app_name = "portfolio"
urlpatterns = [
    path("portfolio/", portfolio.portfolio, name="portfolio"),
    path("portfolio/customers/<int:customer_id>/", customer.customer, name="customer"),
    path(
        "portfolio/customers/<int:customer_id>/lines/",
        customer.customer_lines,
        name="customer_lines",
    ),
    path(
        "portfolio/customers/<int:customer_id>/products/",
        products.customer_products,
        name="customer_products",
    ),
    path("portfolio/customers/<int:customer_id>/coverage/", coverage.coverage, name="coverage"),
    path(
        "portfolio/customers/<int:customer_id>/coverage/<int:coverage_id>/end/",
        coverage.end,
        name="end_coverage",
    ),
    path(
        "portfolio/customers/<int:customer_id>/coverage/<int:coverage_id>/transfer/",
        coverage.transfer,
        name="transfer_coverage",
    ),
    path("company-figures/", figures.figures, name="figures"),
    path("customers/", records.records, name="records"),
    path("customers/duplicates/", records.duplicates, name="duplicates"),
    path("customers/new-group/", records.new_group, name="new_group"),
    path("customers/<int:customer_id>/", records.record, name="record"),
    path("customers/<int:customer_id>/link/", records.link, name="link"),
    path("customers/<int:customer_id>/unlink/<slug:tree>/", records.unlink, name="unlink"),
    path("customers/<int:customer_id>/merge/", records.merge, name="merge"),
    path("customers/<int:customer_id>/unmerge/", records.unmerge, name="unmerge"),
    path("customers/<int:customer_id>/dissolve/", records.dissolve, name="dissolve"),
    path(
        "customers/<int:customer_id>/not-the-same/<int:other_id>/", records.dismiss, name="dismiss"
    ),
    path("products/", products.products, name="products"),
    path("products/duplicates/", products.duplicates, name="product_duplicates"),
    path("products/<int:product_id>/", products.product, name="product"),
    path("products/<int:product_id>/merge/", products.merge, name="merge_product"),
    path("products/<int:product_id>/unmerge/", products.unmerge, name="unmerge_product"),
    path(
        "products/<int:product_id>/not-the-same/<int:other_id>/",
        products.dismiss,
        name="dismiss_product",
    ),
]
