"""Fits a line to points, with plain PyTorch: what the team has before it has anything."""

import torch


def fit(points: torch.Tensor, targets: torch.Tensor, steps: int = 200) -> tuple[float, float]:
    """Slope and intercept by gradient descent."""
    line = torch.nn.Linear(1, 1)
    optimizer = torch.optim.SGD(line.parameters(), lr=0.1)
    for _ in range(steps):
        optimizer.zero_grad()
        loss: torch.Tensor = torch.nn.functional.mse_loss(line(points), targets)
        torch.autograd.backward(loss)
        optimizer.step()
    return float(line.weight), float(line.bias)


def main() -> None:
    """Finds the line that the points were made from."""
    torch.manual_seed(7)
    points = torch.linspace(-1, 1, 64).unsqueeze(1)
    slope, intercept = fit(points, 3 * points + 2)
    print(f"slope={slope:.3f} intercept={intercept:.3f}", flush=True)


if __name__ == "__main__":
    main()
