using System.Text.Json;
using System.Text.Json.Nodes;
using Bishui.Contracts.Registers;
using Bishui.Rules.Time;
using Bishui.Storage;
using Bishui.Storage.Documents;

namespace Bishui.Features.Registers.Imports;

/// <summary>
/// Takes the rows of a table a stretch at a time. The rows, what is wrong with others and how far it is are one commit: whatever ends the
/// process, and whoever else works on the same import, each row is taken once. A dry run differs in that its rows are left out of the commit.
/// </summary>
internal sealed class ImportRun(IDocumentStore store, RegisterBook book, Register register, ImportTable table)
{
    // Long enough that a commit costs little a row, short enough that other writers hardly wait.
    private const int RowsAtOnce = 200;

    private readonly IReadOnlyList<ImportRow> _rows = table.Parse();
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private int _known;

    /// <summary>Takes the next stretch, all of it recorded now; answers the import as it is then.</summary>
    public async Task<HeldImport> NextAsync(HeldImport import, DateTimeOffset now, CancellationToken cancel)
    {
        await RememberAsync(import, cancel);
        var (after, taken) = await store.DecideAsync(new Aggregate("register", register.Key), async reader =>
        {
            var held = await reader.FindAsync(ImportCollections.Imports, import.Id, cancel) ?? throw new InvalidOperationException($"Import {import.Id} is gone.");
            // Somebody else took it further: go on from there.
            return held.Body.Done != import.Done || !held.Body.IsOpen
                ? new Decision<(HeldImport, IReadOnlySet<string>?)>(new(), (held.Body, null))
                : await StretchAsync(reader, held, now, cancel);
        }, cancel);
        if (taken is not null)
        {
            _taken.UnionWith(taken);
            _known = after.Done;
        }
        return after;
    }

    private async ValueTask<Decision<(HeldImport, IReadOnlySet<string>?)>> StretchAsync(IDocumentReader reader, Stored<HeldImport> held, DateTimeOffset now, CancellationToken cancel)
    {
        var import = held.Body;
        var (commit, rows) = (new Commit(), import.DryRun ? new Commit() : null);
        rows ??= commit;
        var (told, rejected) = (new List<RegisterRowTold>(), new List<ImportRejection>());
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var beside = new HashSet<string>(_taken, StringComparer.Ordinal);
        var (added, changed, unchanged, refused) = (0, 0, 0, 0);
        var rights = await RegisterRights.OfAsync(new(import.By, import.Unit, import.Roles.ToHashSet()), register, reader, ChinaTime.DayOf(now), cancel);
        var stretch = _rows.Skip(import.Done).Take(RowsAtOnce).ToList();
        foreach (var row in stretch)
        {
            var before = row.Fault is null ? await reader.FindAsync(RegisterCollections.Rows, RegisterCollections.IdOf(register.Key, row.Id), cancel) : null;
            var faults = new List<ImportRejection>();
            if (row.Fault is { } fault) faults.Add(Rejection(row, fault.Field, fault.Code, $"{fault.Zh} / {fault.En}"));
            else if (rights.ToWrite(before?.Body.Versions[0].Unit) is { ProblemDetails: var refusal }) faults.Add(new(row.Number, null, null, (string)refusal.Extensions["code"]!, refusal.Title!));
            else
            {
                var from = row.From ?? import.From;
                var written = await book.PutAsync(reader, rows, register, row.Id, Completed(table.ValuesOf(row), before?.Body, from),
                    new(from, now, import.Unit, import.By), new() { Held = before, Told = told, Beside = beside }, cancel);
                faults.AddRange(written.Errors.Select(error => Rejection(row, error.Field, error.Code, error.Detail)));
                if (faults.Count == 0)
                {
                    if (!written.Changed) unchanged++;
                    else if (before is null) added++;
                    else changed++;
                    taken.Add(row.Id);
                    beside.Add(row.Id);
                }
            }
            if (faults.Count > 0) refused++;
            rejected.AddRange(faults);
        }

        var done = import.Done + stretch.Count;
        var ended = done >= _rows.Count;
        var after = import with
        {
            State = ended ? ImportState.Finished : ImportState.Running,
            Attempts = 0,
            Done = done,
            Added = import.Added + added,
            Changed = import.Changed + changed,
            Unchanged = import.Unchanged + unchanged,
            Rejected = import.Rejected + refused,
            FinishedAt = ended ? now : null,
        };
        commit.Update(ImportCollections.Imports, import.Id, held.Version, after);
        if (rejected.Count > 0) commit.Insert(ImportCollections.Rejections, ImportCollections.PartOf(import.Id, import.Done), new HeldRejections(rejected));
        if (told.Count > 0 && !import.DryRun) commit.Publish(await book.TellingAsync(reader, register, told, now, cancel));
        return new(commit, (after, taken));
    }

    /// <summary>A field that the table has no column for stays what it is; an empty cell takes it away.</summary>
    private JsonElement Completed(JsonElement values, HeldRow? held, DateOnly from)
    {
        if (held?.On(from) is not { Version: { Retired: false } version }) return values;
        var kept = register.Fields.Where(field => !table.Columns.Has(field) && version.Values.TryGetProperty(field.Key, out _)).ToList();
        if (kept.Count == 0) return values;
        var completed = JsonObject.Create(values)!;
        foreach (var field in kept) completed[field.Key] = JsonNode.Parse(version.Values.GetProperty(field.Key).GetRawText());
        return JsonSerializer.SerializeToElement(completed, StorageJson.Options);
    }

    /// <summary>The ids taken so far, to which rows further down may refer: after a restart they are those that were not rejected.</summary>
    private async Task RememberAsync(HeldImport import, CancellationToken cancel)
    {
        if (import.Done == _known) return;
        var rejected = (await store.RejectedAsync(import.Id, int.MaxValue, cancel)).Select(one => one.Row).ToHashSet();
        _taken.UnionWith(_rows.Take(import.Done).Where(row => !rejected.Contains(row.Number)).Select(row => row.Id));
        _known = import.Done;
    }

    private ImportRejection Rejection(ImportRow row, string? field, string code, string detail) =>
        new(row.Number, field is null ? null : table.Columns.HeaderOf(field), field, code, detail);
}
