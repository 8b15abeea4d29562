"""The nets of README.md as one writes them in PyTorch."""
import torch
from torch import nn


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)
        self.around = nn.Identity()
        if stride != 1 or inputs != outputs:
            self.around = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
            )

    def forward(self, x):
        y = torch.relu(self.norm1(self.conv1(x)))
        return torch.relu(self.norm2(self.conv2(y)) + self.around(x))


class LastState(nn.Module):
    def __init__(self, inputs, hidden, outputs):
        super().__init__()
        self.lstm = nn.LSTM(inputs, hidden, batch_first=True)
        self.dense = nn.Linear(hidden, outputs)

    def forward(self, x):
        return self.dense(self.lstm(x)[0][:, -1])


class TransformerBlock(nn.Module):
    def __init__(self, time, width, heads, hidden):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = nn.MultiheadAttention(width, heads, batch_first=True)
        self.dense = nn.Sequential(
            nn.Linear(width, hidden), nn.GELU(), nn.Linear(hidden, width)
        )
        self.mask = torch.ones(time, time, dtype=torch.bool).triu(1)

    def forward(self, x):
        y = self.norm1(x)
        h = x + self.attention(y, y, y, attn_mask=self.mask, need_weights=False)[0]
        return h + self.dense(self.norm2(h))


class MeanOverTime(nn.Module):
    def forward(self, x):
        return x.mean(1)


class EmbeddedTable(nn.Module):
    def __init__(self, categories, width, numbers, widths):
        super().__init__()
        self.embeddings = nn.ModuleList(nn.Embedding(count, width) for count in categories)
        self.dense = dense([len(categories) * width + numbers] + widths, lambda _: [nn.ReLU()])

    def forward(self, numbers, *categories):
        rows = [embed(column) for embed, column in zip(self.embeddings, categories)]
        return self.dense(torch.cat(rows + [numbers], 1))


def dense(widths, between):
    layers = [nn.Linear(*widths[:2])]
    for inputs, outputs in zip(widths[1:], widths[2:]):
        layers += between(inputs) + [nn.Linear(inputs, outputs)]
    return nn.Sequential(*layers)


def lenet(image, channels, hidden, classes):
    first, second = channels
    side = ((image[0] - 4) // 2 - 4) // 2
    return nn.Sequential(
        *[nn.Conv2d(image[2], first, 5), nn.ReLU(), nn.MaxPool2d(2)],
        *[nn.Conv2d(first, second, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()],
        *[nn.Linear(second * side * side, hidden), nn.ReLU(), nn.Linear(hidden, classes)],
    )


def cnn(image, convolutions, classes):
    layers, side, width = [], image[0], image[2]
    for i in range(0, len(convolutions), 3):
        channels, size, stride = convolutions[i : i + 3]
        layers += [nn.Conv2d(width, channels, size, stride, size // 2, bias=False)]
        layers += [nn.BatchNorm2d(channels), nn.ReLU()]
        side, width = (side + stride - 1) // stride, channels
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(width * side * side, classes))


def resnet(image, stages, blocks, classes):
    width = stages[0]
    layers = [nn.Conv2d(image[2], width, 3, 1, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
    for stage, channels in enumerate(stages):
        for block in range(blocks):
            layers.append(BasicBlock(width, channels, 2 if stage and not block else 1))
            width = channels
    return nn.Sequential(
        *layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(width, classes)
    )


def transformer(shape, heads, hidden, classes):
    return nn.Sequential(
        TransformerBlock(*shape, heads, hidden), MeanOverTime(), nn.Linear(shape[1], classes)
    )


def normed(widths):
    return dense(widths, lambda width: [nn.LayerNorm(width), nn.GELU()])


def numbers(*shape):
    return 2 * torch.rand(*shape) - 1


def built(kind, words, batch):
    """Net, inputs and target by an architecture's name and the words behind it."""
    values = [[int(n) for n in word.replace("x", "-").split("-")] for word in words]
    scalars = [value[0] for value in values]
    if kind == "lstm":
        net = LastState(values[0][1], *scalars[1:])
        return net, [numbers(batch, *values[0])], numbers(batch, scalars[-1])
    if kind == "table":
        net = EmbeddedTable(values[0], scalars[1], scalars[2], values[3])
        columns = [torch.randint(count, (batch,)) for count in values[0]]
        return net, [numbers(batch, scalars[2]), *columns], numbers(batch, values[3][-1])
    if kind == "normed":
        net, inputs, classes = normed(values[0]), numbers(batch, values[0][0]), values[0][-1]
    elif kind == "transformer":
        net, classes = transformer(values[0], *scalars[1:]), scalars[-1]
        inputs = numbers(batch, *values[0])
    else:
        make = {"lenet": lenet, "cnn": cnn, "resnet": resnet}[kind]
        net, classes = make(values[0], values[1], *scalars[2:]), scalars[-1]
        height, width, channels = values[0]
        inputs = numbers(batch, channels, height, width)
    return net, [inputs], torch.randint(classes, (batch,))
