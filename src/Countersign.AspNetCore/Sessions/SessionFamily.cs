using System.Data.Common;
using Countersign.AspNetCore.Stores;
using Dapper;

namespace Countersign.AspNetCore.Sessions;

/// <summary>Sessions that go back to one sign-in: that of the host with the page, and those that other hosts of the same browser got from it by a ticket.</summary>
internal static class SessionFamily
{
    /// <summary>
    /// The condition for what somebody signs out of who presents <c>@Hash</c>: also the session that it began by. It would let the person in again without
    /// a question.
    /// </summary>
    public const string OfPresented = """
        (hash = @Hash
            OR handle = (SELECT own.origin FROM sessions own WHERE own.hash = @Hash)
            OR origin = (SELECT own.origin FROM sessions own WHERE own.hash = @Hash))
        """;

    /// <summary>
    /// The condition for all that go back to the same sign-in as the session with <c>@Handle</c>, also the one by which it began: that would give the browser
    /// another one as soon as it is asked.
    /// </summary>
    public const string OfSameSignIn = """
        (handle = coalesce((SELECT own.origin FROM sessions own WHERE own.handle = @Handle), @Handle)
            OR origin = coalesce((SELECT own.origin FROM sessions own WHERE own.handle = @Handle), @Handle))
        """;

    /// <summary>The condition for the session with <c>@Handle</c> and those that began by it, even where it was forgotten itself.</summary>
    public const string OfHandle = "(handle = @Handle OR origin = @Handle)";

    /// <summary>Begins a session and ends what the browser had before, both or neither.</summary>
    /// <param name="connection">The store.</param>
    /// <param name="transaction">In which all of it happens.</param>
    /// <param name="row">The new session.</param>
    /// <param name="former">The hash of the id that the browser presented; null for none.</param>
    /// <param name="now">When.</param>
    /// <exception cref="StoreUnavailableException">The session by which it would begin was ended a moment ago.</exception>
    public static void Begin(DbConnection connection, DbTransaction transaction, SessionRow row, byte[]? former, DateTimeOffset now)
    {
        if (row.Origin is not null && !IsGoingOn(connection, transaction, row.Origin, former))
            throw new StoreUnavailableException($"The session {row.Origin} was ended while another one was about to begin by it.");
        SessionRow.Insert(connection, transaction, row);
        if (former is null)
            return;

        // Somebody who proves anew who they are stays signed in at the other hosts; of somebody else nothing is left there.
        if (row.Origin is null)
        {
            connection.Execute(
                """
                UPDATE sessions SET origin = @Handle WHERE ended IS NULL AND origin = (
                    SELECT own.handle FROM sessions own
                    WHERE own.hash = @Former AND own.ended IS NULL AND own.name = @Name AND coalesce(own.provider, '') = @Provider AND coalesce(own.provider_subject, '') = @Subject)
                """,
                new { row.Handle, Former = former, row.Name, Provider = row.Provider ?? "", Subject = row.ProviderSubject ?? "" },
                transaction);
        }

        SessionRow.End(connection, transaction, SessionEnd.SignedOut, now, "hash = @Hash", new { Hash = former });
    }

    /// <summary>
    /// Whether a sign-in has not ended: its first session is there, or that whose place the new one takes. For while one of them goes on, the first was
    /// forgotten at most.
    /// </summary>
    private static bool IsGoingOn(DbConnection connection, DbTransaction transaction, string origin, byte[]? former) => connection.ExecuteScalar<long>(
        "SELECT count(*) FROM sessions WHERE ended IS NULL AND (handle = @Origin OR (origin = @Origin AND hash = @Former))",
        new { Origin = origin, Former = former ?? [] },
        transaction) > 0;
}
