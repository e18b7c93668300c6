using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using Countersign.AspNetCore.Stores;
using Countersign.Decisions;
using Dapper;

namespace Countersign.AspNetCore.Telemetry;

/// <summary>The journal's tables: what a row is, how it is found and forgotten.</summary>
internal static class JournalRows
{
    private const string Columns =
        "reference, time, reason, presented, status, method, url_scheme AS UrlScheme, authority, path, route, client, scheme, subject, verdicts, challenges";

    public static void CountAdmissions(DbConnection connection, DbTransaction transaction, long minute, string route, string kind, long count) =>
        connection.Execute(
            "INSERT INTO admissions (minute, route, kind, count) VALUES (@minute, @route, @kind, @count) " +
            "ON CONFLICT (minute, route, kind) DO UPDATE SET count = admissions.count + excluded.count",
            new { minute, route = StorableText.Of(route), kind, count },
            transaction);

    /// <summary>
    /// Forgets what is beyond the bounds, a slice at a time: a statement that takes too long is given up, and would be begun anew for ever. False when
    /// there may be more. Row ids are sequential, so that keeping the newest N is one range at the start of the table.
    /// </summary>
    public static bool Prune(DbConnection connection, DbTransaction transaction, DateTimeOffset oldest, int maxRows, int slice) =>
        connection.Execute(
            """
            DELETE FROM refusals WHERE row IN (SELECT row FROM refusals WHERE row <= (SELECT max(row) FROM refusals) - @maxRows ORDER BY row LIMIT @slice);
            DELETE FROM refusals WHERE row IN (SELECT row FROM refusals WHERE time < @time ORDER BY time LIMIT @slice);
            DELETE FROM admissions WHERE (minute, route, kind) IN (SELECT minute, route, kind FROM admissions WHERE minute < @minute ORDER BY minute LIMIT @slice)
            """,
            new { maxRows, time = oldest.ToUnixTimeMilliseconds(), minute = oldest.ToUnixTimeSeconds() / 60, slice },
            transaction) < slice;

    public static JournalEntry? Find(DbConnection connection, string reference) => !StorableText.Is(reference)
        ? null
        : connection.QueryFirstOrDefault<Row>($"SELECT {Columns} FROM refusals WHERE reference = @reference", new { reference })?.ToEntry();

    public static IReadOnlyList<JournalEntry> Newest(DbConnection connection, int count) =>
        [.. connection.Query<Row>($"SELECT {Columns} FROM refusals ORDER BY row DESC LIMIT @count", new { count }).Select(row => row.ToEntry())];

    public static IReadOnlyList<AdmissionCount> Admissions(DbConnection connection, int count) =>
        [.. connection.Query<(long Minute, string Route, string Kind, long Count)>(
                "SELECT minute, route, kind, count FROM admissions ORDER BY minute DESC, route, kind LIMIT @count", new { count })
            .Select(row => new AdmissionCount(DateTimeOffset.FromUnixTimeSeconds(60 * row.Minute), row.Route, row.Kind, row.Count))];

    private sealed record Row(
        string Reference,
        long Time,
        string Reason,
        long Presented,
        long Status,
        string Method,
        string UrlScheme,
        string Authority,
        string Path,
        string? Route,
        string Client,
        string? Scheme,
        string? Subject,
        string Verdicts,
        string Challenges)
    {
        public JournalEntry ToEntry() => new()
        {
            Reference = Reference,
            Time = DateTimeOffset.FromUnixTimeMilliseconds(Time),
            Refusal = RefusalOf(Reason) ?? Refusal.ProtectionUnavailable,
            CredentialsPresented = Presented != 0,
            Status = (int)Status,
            Method = Method,
            UrlScheme = UrlScheme,
            Authority = Authority,
            Path = Path,
            Route = Route,
            ClientAddress = Client,
            Scheme = Scheme,
            Subject = Subject,
            Verdicts = [.. JsonSerializer.Deserialize(Verdicts, StoreJson.Default.ImmutableArrayStoredVerdict)
                .Select(stored => new JournalVerdict(stored.Scheme, RefusalOf(stored.Reason), stored.Evidence))],
            Challenges = TextList.Read(Challenges),
        };

        private static Refusal? RefusalOf(string? slug) => slug is null ? null : RefusalCatalogue.Find(slug);
    }
}
