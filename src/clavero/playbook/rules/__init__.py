"""The playbook: guides of the four strategies, the proposals made from them, and conduct.

Source: methods §2.4; its page is ``docs/domain/strategy-playbook.md``.
"""
