"""What an issuer needs: beginning a credential file, judging it, showing it to people."""
