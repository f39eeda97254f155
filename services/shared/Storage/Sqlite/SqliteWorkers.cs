using Bishui.Storage.Workers;

namespace Bishui.Storage.Sqlite;

/// <summary>The tables of touched keys and leases; whatever changes them runs on the writer's thread.</summary>
internal sealed class SqliteWorkers
{
    private volatile string[] _workers = [];

    public int Declare(SqliteSession session, IReadOnlyCollection<string> workers)
    {
        var known = session.Prepare("select distinct worker from touched").ExecuteReader();
        var gone = new List<string>();
        using (known)
            while (known.Read())
                if (!workers.Contains(known.GetString(0))) gone.Add(known.GetString(0));
        foreach (var worker in gone) session.Execute("delete from touched where worker=$0", worker);
        _workers = [.. workers.Distinct(StringComparer.Ordinal)];
        return gone.Count;
    }

    public void Keep(SqliteSession session, IReadOnlyList<TouchedKey> touched)
    {
        foreach (var worker in _workers)
            foreach (var (kind, id) in touched)
                session.Execute("insert into touched(worker, kind, id) values($0, $1, $2)", worker, kind, id);
    }

    public static TouchedKeys Take(SqliteSession session, string worker, int max)
    {
        var found = new List<(long, TouchedKey)>();
        using var rows = session.Prepare("select position, kind, id from touched where worker=$0 order by position limit $1", worker, (long)max).ExecuteReader();
        while (rows.Read()) found.Add((rows.GetInt64(0), new(rows.GetString(1), rows.GetString(2))));
        return TouchedKeys.Of(worker, found);
    }

    public static int Acknowledge(SqliteSession session, TouchedKeys taken)
    {
        foreach (var position in taken.Positions) session.Execute("delete from touched where position=$0 and worker=$1", position, taken.Worker);
        return taken.Positions.Count;
    }

    public static Lease? TryLease(SqliteSession session, string name, string holder, DateTimeOffset until, DateTimeOffset now)
    {
        var (ends, fence) = (until.ToUnixTimeMilliseconds(), 1L);
        using (var rows = session.Prepare("select holder, until, fence from lease where name=$0", name).ExecuteReader())
            if (rows.Read())
            {
                var isOver = rows.GetInt64(1) <= now.ToUnixTimeMilliseconds();
                if (!isOver && rows.GetString(0) != holder) return null;
                fence = rows.GetInt64(2) + (isOver ? 1 : 0);
            }
        session.Execute("insert into lease(name, holder, until, fence) values($0, $1, $2, $3) on conflict(name) do update set holder=excluded.holder, until=excluded.until, fence=excluded.fence",
            name, holder, ends, fence);
        return new(name, holder, DateTimeOffset.FromUnixTimeMilliseconds(ends), fence);
    }

    public static int Release(SqliteSession session, Lease lease) =>
        session.Execute("update lease set until=0 where name=$0 and holder=$1 and fence=$2", lease.Name, lease.Holder, lease.Fence);

    public static void Require(SqliteSession session, Lease lease)
    {
        if (session.Scalar("select 1 from lease where name=$0 and fence=$1", lease.Name, lease.Fence) is null) throw new LeaseLostException(lease.Name);
    }

    public static int ForgetConsumed(SqliteSession session, DateTimeOffset before, int max) => session.Execute(
        "delete from inbox where (consumer, message_id) in (select consumer, message_id from inbox where consumed_at < $0 order by consumed_at limit $1)",
        before.ToUniversalTime().ToString("O", System.Globalization.CultureInfo.InvariantCulture), (long)max);
}
