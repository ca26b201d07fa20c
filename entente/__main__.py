"""`python -m entente` is the command `entente`."""

from entente.cli import main

if __name__ == "__main__":
    main()
