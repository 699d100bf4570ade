"""The marketplace: organisations find each other, say what they offer, and pass referrals on."""
