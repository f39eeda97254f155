using System.Globalization;
using System.Text.RegularExpressions;
using Bishui.Assessment.Common;
using Bishui.Contracts.Plans;

namespace Bishui.Assessment.Plan;

/// <summary>Puts a transcription and its reading together. Nothing is guessed: what the reading does not cover is a fault.</summary>
internal sealed partial class PlanBuilder
{
    private static readonly string[] Services =
        ["industrial", "domestic", "agricultural", "shipping", "risk", "water-saving", "ecological", "assessment"];

    private static readonly string[] UnitKinds = ["bureau", "committee", "group"];

    private static readonly string[] WaterClasses = ["I", "II", "III", "IV", "V"];

    private readonly PlanTranscription _printed;
    private readonly PlanReading _reading;
    private readonly List<string> _faults = [];
    private readonly Dictionary<string, string> _keys = [];
    private readonly Dictionary<string, IReadOnlyList<string>> _sets = [];
    private readonly Dictionary<int, string> _services = [];
    private readonly Dictionary<int, string> _taskKeys = [];

    private PlanBuilder(PlanTranscription printed, PlanReading reading)
    {
        _printed = printed;
        _reading = reading;
    }

    public static PlanDocument Build(PlanTranscription printed, PlanReading reading, DateTimeOffset adoptedAt, DutiesReading? duties = null)
    {
        var builder = new PlanBuilder(printed, reading);
        var document = builder.Build(adoptedAt, duties);
        return builder._faults.Count == 0
            ? document
            : throw new DataFileException($"plans/{reading.PlanId}", builder._faults);
    }

    private PlanDocument Build(DateTimeOffset adoptedAt, DutiesReading? duties)
    {
        CheckHead();
        CheckNumbers();
        ReadUnits();
        ReadSets();
        ReadServices();
        ReadKeys();
        CheckOpenSets();
        CheckParts();
        CheckTargets();
        CheckTopics();
        IReadOnlyList<PlanTask> tasks = [.. _printed.Tasks.Select(ReadTask)];
        if (duties is not null) tasks = PlanDuties.Put(tasks, duties, _keys.Values.ToHashSet(), Fault);
        CheckEveryUnitHasARole(tasks);
        return new()
        {
            Plan = new()
            {
                PlanId = _reading.PlanId,
                Version = _reading.Version,
                DocumentNumber = _printed.Notice.DocumentNumber,
                Title = _printed.Plan.Title,
                Area = _printed.Plan.Area,
                Year = _printed.Plan.Year,
                IssuedOn = _printed.Notice.IssueDate,
                AdoptedAt = adoptedAt,
                Units = [.. _reading.Units.Select(unit => new PlanUnit { Key = unit.Key, Name = unit.Name, Kind = unit.Kind })],
                Tasks = tasks,
                Objectives = [.. _printed.Objectives.Select(objective => new WaterObjective { Number = objective.Number, Text = objective.Text })],
                DrinkingWaterSources = [.. _printed.DrinkingWaterSources.Select(ReadSource)],
                WaterFunctionZones = [.. _printed.WaterFunctionZones.Select(ReadZone)],
            },
            Source = _printed.Source,
            Confidence = _printed.Confidence,
            Issuer = _printed.Notice.Issuer,
            NoticeTitle = _printed.Notice.Title,
            Preamble = _printed.Plan.Preamble,
            Body = _printed.Plan.Body,
            Addressees = [.. _printed.DistributionUnits.Select(name => KeyOf(name, "distribution_units"))],
            Wordings = [.. _printed.Tasks.Select(task => new TaskWording
            {
                Number = task.Number,
                LeadText = task.LeadCell,
                CooperatingText = task.CooperatingCell,
                OpenEnded = task.LeadEtc || task.CooperatingEtc,
                Notes = task.Notes,
                LeadNames = task.LeadUnits,
                CooperatingNames = task.CooperatingUnits,
                LeadEtc = task.LeadEtc,
                CooperatingEtc = task.CooperatingEtc,
                TitleCell = task.TitleCell,
                TitleFrom = task.TitleFrom,
            })],
            Sets = [.. _sets.Select(set => new ResolvedSet(set.Key, set.Value))],
            OpenSets = [.. _reading.OpenSets.Select(set => new OpenSet(set.Unit, set.SubsetOf))],
        };
    }

    private void CheckHead()
    {
        Require(!string.IsNullOrWhiteSpace(_printed.Source), "source: says nothing");
        Require(!string.IsNullOrWhiteSpace(_printed.Confidence), "confidence: says nothing");
        Require(!string.IsNullOrWhiteSpace(_printed.Notice.DocumentNumber), "notice.document_number: says nothing");
        Require(KeyPattern().IsMatch(_reading.PlanId), $"planId: '{_reading.PlanId}' is not lower-case letters, digits and hyphens");
        Require(_reading.Version >= 1, $"version: {_reading.Version} is not 1 or more");
        // A slip in a year would be carried into every date that follows from it.
        Require(Math.Abs(_printed.Plan.Year - _printed.Notice.IssueDate.Year) <= 1, $"plan.year: {_printed.Plan.Year} is not about {_printed.Notice.IssueDate.Year}, when the notice was issued");
        foreach (var deadline in _reading.Deadlines.Where(deadline => deadline.LastDay is { } day && day.Year - _printed.Plan.Year is not (0 or 1)))
            Fault($"deadlines: {deadline.Text}: {deadline.LastDay:yyyy-MM-dd} is neither in {_printed.Plan.Year} nor in the year after");
    }

    private void CheckNumbers()
    {
        Require(_printed.Tasks.Count == _printed.TaskTable.TaskCount,
            $"tasks: {_printed.Tasks.Count} rows, but task_table.task_count says {_printed.TaskTable.TaskCount}");
        foreach (var twice in _printed.Tasks.GroupBy(task => task.Number).Where(same => same.Count() > 1))
            Fault($"task {twice.Key}: number: used by {twice.Count()} rows");
        foreach (var missing in Enumerable.Range(1, _printed.Tasks.Count).Except(_printed.Tasks.Select(task => task.Number)))
            Fault($"task {missing}: number: no row has it");
        foreach (var objective in _printed.Objectives.GroupBy(objective => objective.Number).Where(same => same.Count() > 1))
            Fault($"objective {objective.Key}: number: used {objective.Count()} times");
    }

    private void ReadUnits()
    {
        foreach (var unit in _reading.Units)
        {
            Require(KeyPattern().IsMatch(unit.Key), $"units: key '{unit.Key}' is not lower-case letters, digits and hyphens");
            Require(UnitKinds.Contains(unit.Kind), $"units: {unit.Key}: kind '{unit.Kind}' is none of {string.Join(", ", UnitKinds)}");
            Require(!_keys.ContainsValue(unit.Key), $"units: key '{unit.Key}' is used twice");
            Require(_keys.TryAdd(unit.Name, unit.Key), $"units: name '{unit.Name}' is used twice");
        }
    }

    private void ReadSets()
    {
        foreach (var set in _reading.Sets)
        {
            Require(set.Members is "leading" or "cooperating", $"sets: {set.Name}: members '{set.Members}' is neither leading nor cooperating");
            Require(!_keys.ContainsKey(set.Name), $"sets: {set.Name} is the name of a unit as well");
            var named = _printed.Tasks
                .SelectMany(task => set.Members == "leading" ? task.LeadUnits : task.CooperatingUnits)
                .ToHashSet();
            Require(_sets.TryAdd(set.Name, [.. _reading.Units.Where(unit => named.Contains(unit.Name)).Select(unit => unit.Key)]),
                $"sets: {set.Name} is read twice");
        }
    }

    private void ReadServices()
    {
        var numbers = _printed.Tasks.Select(task => task.Number).ToHashSet();
        foreach (var entry in _reading.Services)
        {
            Require(Services.Contains(entry.Service), $"services: '{entry.Service}' is none of {string.Join(", ", Services)}");
            foreach (var number in entry.Tasks)
            {
                Require(numbers.Contains(number), $"task {number}: service: routed to {entry.Service}, but the plan has no such task");
                if (!_services.TryAdd(number, entry.Service))
                    Fault($"task {number}: service: routed to both {_services[number]} and {entry.Service}");
            }
        }
    }

    private void ReadKeys()
    {
        foreach (var task in _printed.Tasks) _taskKeys[task.Number] = $"t{task.Number}";
        foreach (var entry in _reading.Keys)
        {
            Require(KeyPattern().IsMatch(entry.Key), $"keys: '{entry.Key}' is not lower-case letters, digits and hyphens");
            Require(_taskKeys.ContainsKey(entry.Number), $"task {entry.Number}: key: the plan has no such task");
            _taskKeys[entry.Number] = entry.Key;
        }
        foreach (var twice in _reading.Keys.GroupBy(entry => entry.Number).Where(same => same.Count() > 1))
            Fault($"task {twice.Key}: key: read {twice.Count()} times");
        // A renumbered task takes its key along; whoever has the old number now needs a key of its own.
        foreach (var twice in _taskKeys.GroupBy(entry => entry.Value).Where(same => same.Count() > 1))
            Fault($"keys: '{twice.Key}' is held by the tasks {string.Join(", ", twice.Select(entry => entry.Key))}");
    }

    private void CheckOpenSets()
    {
        var groups = _reading.Units.Where(unit => unit.Kind == "group").Select(unit => unit.Key).ToHashSet();
        var open = _reading.OpenSets.Select(set => set.Unit).ToHashSet();
        foreach (var set in _reading.OpenSets)
        {
            Require(groups.Contains(set.Unit), $"openSets: '{set.Unit}' is no unit of the kind group");
            Require(set.SubsetOf is not { } whole || (open.Contains(whole) && whole != set.Unit), $"openSets: {set.Unit}: subsetOf: '{set.SubsetOf}' is no other open set");
            Require(set.SubsetOf is not { } part || _reading.OpenSets.All(each => each.Unit != part || each.SubsetOf is null),
                $"openSets: {set.Unit}: subsetOf: '{set.SubsetOf}' is a subset itself");
        }
        foreach (var twice in _reading.OpenSets.GroupBy(set => set.Unit).Where(same => same.Count() > 1)) Fault($"openSets: {twice.Key}: read {twice.Count()} times");
        foreach (var untold in groups.Except(open)) Fault($"openSets: {untold} is a group and has no reading");
    }

    private void CheckParts()
    {
        foreach (var part in _reading.Parts)
        {
            Require(KeyPattern().IsMatch(part.Key), $"parts: key '{part.Key}' is not lower-case letters, digits and hyphens");
            Require(_printed.Tasks.Any(row => row.Number == part.Task && (row.PartLeads ?? []).Any(each => each.Part == part.Part)),
                $"task {part.Task}: parts: '{part.Part}' is not printed");
        }
        foreach (var twice in _reading.Parts.GroupBy(part => (part.Task, part.Key)).Where(same => same.Count() > 1))
            Fault($"task {twice.Key.Task}: parts: key '{twice.Key.Key}' is used {twice.Count()} times");
        foreach (var twice in _reading.Parts.GroupBy(part => (part.Task, part.Part)).Where(same => same.Count() > 1))
            Fault($"task {twice.Key.Task}: parts: '{twice.Key.Part}' is read {twice.Count()} times");
    }

    private void CheckTopics()
    {
        foreach (var entry in _reading.Topics ?? [])
        {
            Require(KeyPattern().IsMatch(entry.Topic), $"topics: '{entry.Topic}' is not lower-case letters, digits and hyphens");
            foreach (var number in entry.Tasks)
                Require(_printed.Tasks.Any(row => row.Number == number), $"topics: {entry.Topic}: the plan has no task {number}");
            // A service's registers and figures of a topic are those of one service: the task has to be its own.
            foreach (var foreign in entry.Tasks.Select(number => _services.GetValueOrDefault(number)).OfType<string>().Distinct().Skip(1))
                Fault($"topics: {entry.Topic}: its tasks belong to more than one service, {foreign} among them");
        }
        foreach (var twice in (_reading.Topics ?? []).GroupBy(entry => entry.Topic).Where(same => same.Count() > 1))
            Fault($"topics: {twice.Key}: read {twice.Count()} times");
    }

    private void CheckTargets()
    {
        foreach (var target in _reading.Targets)
        {
            Require(KeyPattern().IsMatch(target.Key), $"targets: key '{target.Key}' is not lower-case letters, digits and hyphens");
            Require(!string.IsNullOrWhiteSpace(target.Title), $"targets: {target.Key}: title: is empty");
            Require(_printed.Tasks.Any(row => row.Number == target.Task), $"targets: {target.Key}: the plan has no task {target.Task}");
        }
        foreach (var twice in _reading.Targets.GroupBy(target => target.Key).Where(same => same.Count() > 1))
            Fault($"targets: key '{twice.Key}' is used {twice.Count()} times");
    }

    private PlanTask ReadTask(TaskRow row)
    {
        Require(row.Title.Length > 0, $"task {row.Number}: title: is empty");
        Require(row.Content.Length > 0, $"task {row.Number}: content: is empty");
        Require(row.LeadUnits.Count > 0, $"task {row.Number}: lead_units: names nobody");
        var leads = Resolve(row.LeadUnits, $"task {row.Number}: lead_units");
        var deadline = _reading.Deadlines.FirstOrDefault(deadline => deadline.Text == row.Deadline);
        Require(deadline is not null, $"task {row.Number}: deadline: '{row.Deadline}' has no reading");
        Require(_services.TryGetValue(row.Number, out var service), $"task {row.Number}: service: routed to none");
        return new()
        {
            Number = row.Number,
            Section = row.Section,
            Category = row.Category,
            Title = row.Title,
            Content = row.Content,
            LeadUnits = leads,
            CooperatingUnits = Resolve(row.CooperatingUnits, $"task {row.Number}: cooperating_units"),
            ReviewUnits = ReviewersOf(leads),
            DeadlineText = row.Deadline,
            Deadline = deadline?.LastDay,
            Service = service ?? "",
            Key = _taskKeys[row.Number],
            OpenEnded = row.LeadEtc || row.CooperatingEtc,
            Parts = PartsOf(row, leads) is { Count: > 0 } parts ? parts : null,
            Topics = _reading.Topics?.Where(entry => entry.Tasks.Contains(row.Number)).Select(entry => entry.Topic).ToList(),
            Targets = _reading.Targets.Where(target => target.Task == row.Number).ToList() is { Count: > 0 } targets
                ? [.. targets.Select(target => new PlanTarget { Key = target.Key, Title = target.Title, Measure = target.Measure })]
                : null,
        };
    }

    /// <summary>Who leads a part is printed; only the part's key is a reading.</summary>
    private List<PlanTaskPart> PartsOf(TaskRow row, List<string> leads)
    {
        List<PlanTaskPart> parts = [];
        foreach (var printed in row.PartLeads ?? [])
        {
            var read = _reading.Parts.FirstOrDefault(part => part.Task == row.Number && part.Part == printed.Part);
            Require(read is not null, $"task {row.Number}: parts: '{printed.Part}' has no reading");
            var units = Resolve(printed.LeadUnits, $"task {row.Number}: parts: {printed.Part}");
            Require(units.Count > 0, $"task {row.Number}: parts: {printed.Part}: names nobody");
            foreach (var stranger in units.Except(leads)) Fault($"task {row.Number}: parts: {printed.Part}: {stranger} does not lead the task");
            if (read is not null) parts.Add(new() { Key = read.Key, Title = printed.Part, LeadUnits = units });
        }
        return parts;
    }

    private List<string> Resolve(IReadOnlyList<string> names, string field) =>
        [.. names.SelectMany(name => _sets.TryGetValue(name, out var members) ? members : [KeyOf(name, field)]).Distinct()];

    private IReadOnlyList<string> ReviewersOf(List<string> leads)
    {
        var reviewers = leads.Intersect(_reading.Review.Otherwise).Any() ? _reading.Review.WhereReviewerLeads : _reading.Review.Otherwise;
        foreach (var reviewer in reviewers.Except(_keys.Values)) Fault($"review: '{reviewer}' is no unit's key");
        return reviewers;
    }

    private DrinkingWaterSource ReadSource(SourceRow row) => new()
    {
        Number = row.Number,
        Name = row.Name,
        WaterBody = row.Type,
        Longitude = Degrees(row.Longitude, $"drinking-water source {row.Number}: longitude"),
        Latitude = Degrees(row.Latitude, $"drinking-water source {row.Number}: latitude"),
        TargetClass = ClassOf(row.Target, $"drinking-water source {row.Number}: target"),
    };

    private WaterFunctionZone ReadZone(ZoneRow row) => new()
    {
        Code = row.Code,
        Name = row.Level2Zone,
        WaterBody = row.RiverOrLake,
        RiverSection = row.Section,
        Longitude = Degrees(row.Longitude, $"water function zone {row.Code}: longitude"),
        Latitude = Degrees(row.Latitude, $"water function zone {row.Code}: latitude"),
        TargetClass = ClassOf(row.Target, $"water function zone {row.Code}: target"),
    };

    private string KeyOf(string name, string field)
    {
        if (_keys.TryGetValue(name, out var key)) return key;
        Fault($"{field}: '{name}' is neither a unit with a key nor a set");
        return name;
    }

    private string ClassOf(string text, string field)
    {
        var read = _reading.WaterClasses.FirstOrDefault(entry => entry.Text == text);
        Require(read is not null, $"{field}: '{text}' has no reading");
        Require(read is null || WaterClasses.Contains(read.Class), $"{field}: '{read?.Class}' is none of {string.Join(", ", WaterClasses)}");
        return read?.Class ?? text;
    }

    private decimal Degrees(string text, string field)
    {
        Require(decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var degrees), $"{field}: '{text}' is no number");
        return degrees;
    }

    private void CheckEveryUnitHasARole(IReadOnlyList<PlanTask> tasks)
    {
        var holders = tasks.SelectMany(task => task.LeadUnits.Concat(task.CooperatingUnits)).ToHashSet();
        foreach (var idle in _reading.Units.Where(unit => !holders.Contains(unit.Key))) Fault($"units: {idle.Key} holds no role in any task");
    }

    private void Require(bool holds, string fault)
    {
        if (!holds) Fault(fault);
    }

    private void Fault(string fault)
    {
        if (!_faults.Contains(fault)) _faults.Add(fault);
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex KeyPattern();
}
