using System.Data.Common;
using System.Globalization;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Dapper;

namespace Countersign.AspNetCore.Sessions;

/// <summary>A session as the table has it.</summary>
internal sealed record SessionRow(
    byte[] Hash, string Handle, string Name, string Kind, string? Provider, string? ProviderSubject, string? ProviderSession, string? Snapshot,
    string Methods, string? Acr, long SignedIn, long Created, long LastUsed, long Ends, long Remember, string Client, string? UserAgent, long? Ended, string? EndedBy, string? Origin, long? Idle)
{
    /// <summary>The condition for all sessions of the person who has the one with <c>@Handle</c>, by the same provider or none.</summary>
    public const string OfSamePerson = """
        EXISTS (SELECT 1 FROM sessions own WHERE own.handle = @Handle AND own.name = sessions.name AND coalesce(own.provider, '') = coalesce(sessions.provider, ''))
        """;

    private const string Selection = """
        SELECT hash, handle, name, kind, provider, provider_subject AS ProviderSubject, provider_session AS ProviderSession, snapshot,
            methods, acr, signed_in AS SignedIn, created, last_used AS LastUsed, ends, remember, client, user_agent AS UserAgent, ended, ended_by AS EndedBy, origin, idle
        FROM sessions
        """;

    private const string Judged = """
        SELECT hash, handle, name, kind, provider, snapshot, methods, acr, signed_in, created, last_used, ends, remember, ended_by, origin, idle FROM sessions WHERE hash = @key
        """;

    /// <summary>How long an end is told of, far longer than any gateway goes on with what it read last.</summary>
    private static readonly TimeSpan Echo = TimeSpan.FromMinutes(30);

    /// <summary>Finds what a session is judged by, of an id's hash. From which device it began and what its provider calls it is left out: many of these are kept in memory.</summary>
    public static KeptQuery ToJudge() => new(Judged);

    /// <summary>A row of <see cref="ToJudge"/>.</summary>
    public static SessionRow Read(DbDataReader row) => new(
        row.GetFieldValue<byte[]>(0), row.GetString(1), row.GetString(2), SubjectKind(row.GetString(3)), TextOf(row, 4), null, null, TextOf(row, 5), row.GetString(6), TextOf(row, 7),
        row.GetInt64(8), row.GetInt64(9), row.GetInt64(10), row.GetInt64(11), row.GetInt64(12), "", null, null, TextOf(row, 13), TextOf(row, 14), row.IsDBNull(15) ? null : row.GetInt64(15));

    /// <summary>The rows of sessions that were not ended, the latest first, all or so many.</summary>
    public static IEnumerable<SessionRow> Open(DbConnection connection, string condition, object arguments, int most = int.MaxValue) =>
        connection.Query<SessionRow>(string.Create(CultureInfo.InvariantCulture, $"{Selection} WHERE ended IS NULL AND {condition} ORDER BY created DESC, handle LIMIT {most}"), arguments);

    public static void Insert(DbConnection connection, DbTransaction transaction, SessionRow row) => connection.Execute(
        """
        INSERT INTO sessions (hash, handle, name, kind, provider, provider_subject, provider_session, snapshot,
            methods, acr, signed_in, created, last_used, ends, remember, client, user_agent, origin, idle)
        VALUES (@Hash, @Handle, @Name, @Kind, @Provider, @ProviderSubject, @ProviderSession, @Snapshot,
            @Methods, @Acr, @SignedIn, @Created, @LastUsed, @Ends, @Remember, @Client, @UserAgent, @Origin, @Idle)
        """,
        row,
        transaction);

    /// <summary>Ends those that are not ended, and those that began by them at other hosts, and has every gateway hear of it.</summary>
    /// <returns>Their handles.</returns>
    public static List<string> End(DbConnection connection, DbTransaction transaction, SessionEnd end, DateTimeOffset now, string condition, object arguments)
    {
        var values = new DynamicParameters(arguments);
        values.Add("Now", now.ToUnixTimeMilliseconds());
        values.Add("Kind", end.Word());
        const string Ending = "UPDATE sessions SET ended = @Now, ended_by = @Kind WHERE ended IS NULL";
        List<string> handles =
        [
            .. connection.Query<string>($"{Ending} AND {condition} RETURNING handle", values, transaction),
            .. connection.Query<string>($"{Ending} AND origin IN (SELECT handle FROM sessions WHERE {condition}) RETURNING handle", values, transaction),
        ];
        if (handles.Count == 0)
            return handles;
        connection.Execute(
            "INSERT INTO session_ends (handle, time, kind) VALUES (@Handle, @Time, @Kind) ON CONFLICT (handle) DO NOTHING",
            handles.Select(handle => new { Handle = handle, Time = now.ToUnixTimeMilliseconds(), Kind = end.Word() }),
            transaction);
        connection.Execute("DELETE FROM session_ends WHERE time < @Old", new { Old = (now - Echo).ToUnixTimeMilliseconds() }, transaction);
        return handles;
    }

    /// <summary>Ends the sessions of a user of the store, with whatever became of it in the same transaction.</summary>
    public static void EndOfUser(DbConnection connection, DbTransaction transaction, string name, DateTimeOffset now) =>
        End(connection, transaction, SessionEnd.Revoked, now, "name = @Name AND provider IS NULL", new { Name = name });

    /// <summary>What somebody has proven, as a row without its hash and handle.</summary>
    public static SessionRow Of(SignedIn who, SessionOrigin origin, DateTimeOffset now, DateTimeOffset ends, bool remember) => new(
        [],
        "",
        who.Subject.Name,
        who.Subject.Kind,
        who.Provider,
        who.ProviderSubject,
        who.ProviderSession,
        who.Provider is null ? null : SubjectSnapshot.Write(who.Subject),
        TextList.Write(who.Methods),
        who.Acr,
        who.At.ToUnixTimeMilliseconds(),
        now.ToUnixTimeMilliseconds(),
        now.ToUnixTimeMilliseconds(),
        ends.ToUnixTimeMilliseconds(),
        remember ? 1 : 0,
        (origin.Client.IsIPv4MappedToIPv6 ? origin.Client.MapToIPv4() : origin.Client).ToString(),
        origin.UserAgent is { } agent ? PeerText.UserAgent(agent) : null,
        null,
        null,
        who.Origin,
        null);

    /// <summary>Has newer words of a provider on a person count, in the session with <c>@Handle</c> and those that began by it.</summary>
    public static int Describe(DbConnection connection, DbTransaction transaction, string handle, string snapshot) => connection.Execute(
        $"UPDATE sessions SET snapshot = @Snapshot WHERE ended IS NULL AND provider IS NOT NULL AND {SessionFamily.OfHandle}", new { Handle = handle, Snapshot = snapshot }, transaction);

    /// <summary>Forgets what was over or unused at some time.</summary>
    public static int Purge(DbConnection connection, DbTransaction transaction, DateTimeOffset over, DateTimeOffset unused) => connection.Execute(
        "DELETE FROM sessions WHERE ends <= @Over OR ended <= @Over OR (remember = 0 AND last_used <= @Unused)",
        new { Over = over.ToUnixTimeMilliseconds(), Unused = unused.ToUnixTimeMilliseconds() },
        transaction);

    /// <summary>What was proven for it, to begin another one by.</summary>
    /// <param name="ends">When both are over at the latest.</param>
    public SignedIn ToSignedIn(long ends) => new(Snapshot is null ? new Subject(Name) { Kind = Kind } : SubjectSnapshot.Read(Name, Kind, Snapshot))
    {
        Methods = TextList.Read(Methods),
        Acr = Acr,
        At = DateTimeOffset.FromUnixTimeMilliseconds(SignedIn),
        Provider = Provider,
        ProviderSubject = ProviderSubject,
        ProviderSession = ProviderSession,
        Remember = Remember != 0,
        Origin = Origin ?? Handle,
        Ends = DateTimeOffset.FromUnixTimeMilliseconds(ends),
    };

    public SessionRecord ToRecord() => new(Handle, Name)
    {
        Provider = Provider,
        Methods = TextList.Read(Methods),
        Created = DateTimeOffset.FromUnixTimeMilliseconds(Created),
        LastUsed = DateTimeOffset.FromUnixTimeMilliseconds(LastUsed),
        Ends = DateTimeOffset.FromUnixTimeMilliseconds(Ends),
        Remember = Remember != 0,
        Client = Client,
        UserAgent = UserAgent,
        Origin = Origin,
    };

    private static string? TextOf(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static string SubjectKind(string kind) => kind == "user" ? "user" : kind;
}
