"""Invoices that machines read: EN 16931 as CII, in the PDF as Factur-X / ZUGFeRD, or alone."""
