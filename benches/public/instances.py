"""Public instances as the bench reads them, and a checker of schedules. It shares no code with the kernel."""

import os
import re


class Instance:
    """Activities by position: project, modes (duration, renewable units, non-renewable units), successors."""

    def __init__(self):
        self.projects, self.activities = [], []
        self.renewable, self.nonrenewable = [], []
        self.is_delay = False

    def critical_path(self):
        """Earliest finish of each project, each activity in its shortest mode."""
        starts = [self.projects[a["project"]][0] for a in self.activities]
        moved = True
        while moved:
            moved = False
            for at, activity in enumerate(self.activities):
                finish = starts[at] + min(m[0] for m in activity["modes"])
                for successor in activity["successors"]:
                    if starts[successor] < finish:
                        starts[successor], moved = finish, True
        return self._value([s + min(m[0] for m in a["modes"]) for s, a in zip(starts, self.activities)])

    def _value(self, finishes):
        if not self.is_delay:
            return [max(finishes)]
        last = [release for release, _ in self.projects]
        for finish, activity in zip(finishes, self.activities):
            last[activity["project"]] = max(last[activity["project"]], finish)
        delay = sum(f - release - path for f, (release, path) in zip(last, self.projects))
        return [delay, max(last) - min(release for release, _ in self.projects)]

    def check(self, pairs):
        """The value of starts and modes, or an AssertionError that says what they break."""
        assert len(pairs) == len(self.activities), "not every activity has a start and a mode"
        finishes, held, used = [], {}, [0] * len(self.nonrenewable)
        for (start, mode), activity in zip(pairs, self.activities):
            duration, renewable, nonrenewable = activity["modes"][mode]
            assert start >= self.projects[activity["project"]][0], f"starts at {start}, before its release"
            finishes.append(start + duration)
            for resource, units in renewable.items():
                for time in range(start, start + duration):
                    held[resource, time] = held.get((resource, time), 0) + units
            for resource, units in nonrenewable.items():
                used[resource] += units
        for finish, activity in zip(finishes, self.activities):
            assert all(pairs[s][0] >= finish for s in activity["successors"]), "a successor starts too early"
        for (resource, time), units in held.items():
            assert units <= self.renewable[resource], f"resource {resource} is overdrawn at {time}"
        assert all(u <= c for u, c in zip(used, self.nonrenewable)), "a non-renewable resource is overdrawn"
        return self._value(finishes)


def read(path):
    """The instance of a file, by extension."""
    extension = os.path.splitext(path)[1].lower()
    instance = Instance()
    if extension in (".sm", ".mm"):
        renewable, nonrenewable, activities = _psplib(path)
        instance.renewable, instance.nonrenewable, instance.projects = renewable, nonrenewable, [(0, 0)]
        instance.activities = activities
    elif extension == ".rcmp":
        _mplib(path, instance)
    else:
        _mista(path, instance)
    return instance


def _text(path):
    with open(path, encoding="latin-1") as file:
        return file.read()


def _psplib(path):
    text = _text(path)
    counts = [int(re.search(rf"-\s*{kind}\s*:\s*(\d+)", text).group(1)) for kind in ("renewable", "nonrenewable")]

    def rows(start, end):
        part = re.search(f"{start}(.*?){end}", text, re.S | re.I).group(1)
        lines = [line.split() for line in part.splitlines()]
        return [[int(word) for word in line] for line in lines if line and all(w.isdigit() for w in line)]

    activities = [
        {"project": 0, "modes": [], "successors": [s - 1 for s in row[3:]]}
        for row in rows("PRECEDENCE RELATIONS", r"\*\*\*")
    ]
    job = None
    for row in rows("REQUESTS/DURATIONS", r"\*\*\*"):
        if len(row) == sum(counts) + 3:
            job, row = row[0] - 1, row[1:]
        units = row[2:]
        renewable = {r: u for r, u in enumerate(units[: counts[0]]) if u}
        nonrenewable = {r: u for r, u in enumerate(units[counts[0] :]) if u}
        activities[job]["modes"].append((row[1], renewable, nonrenewable))
    capacities = rows(r"RESOURCE\s?AVAILABILITIES", r"\*\*\*")[0]
    return capacities[: counts[0]], capacities[counts[0] :], activities


def _mplib(path, instance):
    rows = iter([line.split() for line in _text(path).splitlines() if line.strip()])
    projects, resources = int(next(rows)[0]), int(next(rows)[0])
    instance.renewable = [int(word) for word in next(rows)]
    places, names = {}, []
    for project in range(projects):
        count, release = (int(word) for word in next(rows)[:2])
        instance.projects.append((release, 0))
        next(rows)
        for number in range(count):
            row = next(rows)
            units = {r: int(word) for r, word in enumerate(row[1 : 1 + resources]) if int(word)}
            places[f"{project + 1}:{number + 1}"] = len(instance.activities)
            names.append(row[2 + resources :])
            instance.activities.append({"project": project, "modes": [(int(row[0]), units, {})], "successors": []})
    for activity, successors in zip(instance.activities, names):
        activity["successors"] = [places[name] for name in successors]


def _mista(path, instance):
    words = _text(path).split()
    count = int(words[0])
    own = [None if word == "-1" else int(word) for word in words[2 + 3 * count :]]
    shared = {}
    for resource, capacity in enumerate(own):
        if capacity is not None:
            shared[resource] = len(instance.renewable)
            instance.renewable.append(capacity)
    for project in range(count):
        release, path_length, name = words[1 + 3 * project : 4 + 3 * project]
        renewable, nonrenewable, activities = _psplib(os.path.join(os.path.dirname(path), name))
        places = {}
        for resource, capacity in enumerate(renewable):
            if resource in shared:
                places[resource] = shared[resource]
            else:
                places[resource] = len(instance.renewable)
                instance.renewable.append(capacity)
        first, used = len(instance.activities), len(instance.nonrenewable)
        instance.nonrenewable += nonrenewable
        for activity in activities:
            modes = [
                (d, {places[r]: u for r, u in held.items()}, {used + r: u for r, u in spent.items()})
                for d, held, spent in activity["modes"]
            ]
            successors = [first + s for s in activity["successors"]]
            instance.activities.append({"project": project, "modes": modes, "successors": successors})
        instance.projects.append((int(release), int(path_length)))
    instance.is_delay = True
