"""A new grammar file, commented, that works as it stands."""

from __future__ import annotations

_TEMPLATE = """\
# {name}: a grammar of your own. It takes over all that `{extends}` has and adds what stands here.
# A grammar says what headings and labels mean. Patterns are regular expressions (quote them with '…').
# Proof it:  rectiparse grammar check {name}.yaml
# Test it:   rectiparse grammar test {name}.yaml
# Use it:    rectiparse extract FILE --grammar {name}.yaml
name: {name}
title: {title}
description: What kind of document this is, in a line.
extends: {extends}

# What a section is, by the title of its heading; searched anywhere in the title.
# Kinds: problems, measures, causes, schedule, efforts (what was done in general), general.
sections:
  problems:
    - '^示例问题章节$'

# What a label is, by its wording; matched as a whole, with or without a colon.
# Kinds: measures, progress, next, points, detail, causes, goal, deadline, lead, support, other, problem, status.
labels:
  measures:
    - 示例整改做法

# Words by which a heading states a failing, beside those of `{extends}`.
failing: []

# Signs that a document is of this kind. Where: title, opening, headings, labels, text. Weights add up; 0.3 is enough.
signals:
  - in: title
    pattern: '示例文种'
    weight: 0.9

# Texts that `rectiparse grammar test` reads with this grammar, and what must come out.
examples:
  - text: |
      某单位示例文种
      一、示例问题章节
      1.学习不够深入。
      示例整改做法：
      （1）制定学习计划。
      （2）开展专题研讨。
    problems: 1
    measures: 2
    titles: [学习不够深入]
"""


def template(name: str, extends: str) -> str:
    """The text of a new grammar file."""
    return _TEMPLATE.format(name=name, extends=extends, title=name)
