"""What people enter for the playbook."""
