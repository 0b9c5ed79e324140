"""What the director writes into the playbook, and managers into its proposals."""
