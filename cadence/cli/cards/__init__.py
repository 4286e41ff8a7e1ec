"""Commands about cards, topics, actions and decisions."""
