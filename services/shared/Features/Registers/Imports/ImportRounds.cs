using Bishui.Features.Requests;
using Bishui.Features.Rounds;
using Bishui.Storage.Documents;
using Bishui.Storage.Files;
using Microsoft.Extensions.Logging;

namespace Bishui.Features.Registers.Imports;

/// <summary>Works on the imports that are not finished, the oldest first. One that cannot be brought further is given up after some attempts.</summary>
internal sealed class ImportRounds(IDocumentStore store, IFileStore files, RegisterBook book, TimeProvider clock, ILogger<ImportRounds> log)
    : PeriodicRounds(clock, log)
{
    private const int MostAttempts = 5;

    protected override string Subject => "The imports of registers";

    protected override async Task<int> RunAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var taken = 0;
        foreach (var open in (await store.ListAsync(ImportCollections.Imports, new() { Index = ImportCollections.Open, Limit = 1000 }, cancel)).Items)
            taken += await Aside.TryAsync(open.Id, async () => await TakeAsync(open.Body, cancel), cancel) ?? 0;
        return taken;
    }

    private async Task<int> TakeAsync(HeldImport import, CancellationToken cancel)
    {
        if (import.Attempts >= MostAttempts) return await FailAsync(import, "导入多次中断，已放弃 / it was interrupted too often and given up", cancel);
        import = await BeginAsync(import, cancel);
        if (book.Find(import.Register) is not { } register) return await FailAsync(import, "本服务已没有该名录 / the service has the register no more", cancel);
        ImportTable? table;
        try
        {
            table = ImportTable.Read(register, await ContentAsync(import, cancel), import.Format, cancel, out _);
        }
        catch (BatchRefusedException refused)
        {
            return await FailAsync(import, refused.Message, cancel);
        }
        // It was readable when it came: the register has another form since.
        if (table is null) return await FailAsync(import, "表头与名录不再相符 / the header fits the register no more", cancel);
        var (run, first) = (new ImportRun(store, book, register, table), import.Done);
        try
        {
            while (import.IsOpen) import = await run.NextAsync(import, NowAgain(), cancel);
        }
        finally
        {
            if (!import.DryRun) book.Changed();
        }
        return import.Done - first;
    }

    internal async Task<byte[]> ContentAsync(HeldImport import, CancellationToken cancel)
    {
        await using var file = await files.OpenFileAsync(import.Sha256, cancel) ?? throw new InvalidOperationException($"The table of import {import.Id} is not on file.");
        using var content = new MemoryStream();
        await file.CopyToAsync(content, cancel);
        return content.ToArray();
    }

    private Task<HeldImport> BeginAsync(HeldImport import, CancellationToken cancel) =>
        ChangeAsync(import, held => held with { State = ImportState.Running, Attempts = held.Attempts + 1 }, cancel);

    private async Task<int> FailAsync(HeldImport import, string why, CancellationToken cancel)
    {
        await ChangeAsync(import, held => held with { State = ImportState.Failed, Failure = why, FinishedAt = NowAgain() }, cancel);
        return 0;
    }

    private Task<HeldImport> ChangeAsync(HeldImport import, Func<HeldImport, HeldImport> change, CancellationToken cancel) =>
        store.DecideAsync(async reader =>
        {
            var held = await reader.FindAsync(ImportCollections.Imports, import.Id, cancel) ?? throw new InvalidOperationException($"Import {import.Id} is gone.");
            if (!held.Body.IsOpen) return new Decision<HeldImport>(new(), held.Body);
            var changed = change(held.Body);
            return new(new Commit().Update(ImportCollections.Imports, import.Id, held.Version, changed), changed);
        }, cancel);
}
