"""The figures at the end, as MI counts them."""


from demo.stage import Stage


def overview(stage: Stage) -> dict[str, list[tuple[str, str]]]:
    """MI's overview of the whole journey: a title and rows of (label, value) for each part."""
    return {}
