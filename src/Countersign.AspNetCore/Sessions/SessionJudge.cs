using System.Collections.Frozen;
using System.Globalization;
using Countersign.AspNetCore.Stores;
using Countersign.Ports;

namespace Countersign.AspNetCore.Sessions;

/// <summary>Holds what is known of a session against the clock, the terms, the ends that were told of, and the users of the store.</summary>
internal sealed class SessionJudge(UserStore users)
{
    /// <summary>How long sessions last.</summary>
    public SessionTerms Terms { get; set; } = new();

    /// <summary>What ended lately, by handles.</summary>
    public FrozenDictionary<string, SessionEnd> Ends { get; set; } = FrozenDictionary<string, SessionEnd>.Empty;

    /// <summary>What is known of a session without asking anybody.</summary>
    /// <param name="live">The session.</param>
    /// <param name="now">The time, in milliseconds since 1970.</param>
    public SessionCheck Judge(LiveSession live, long now)
    {
        var row = live.Row;
        var user = row.Provider is null ? users.Find(row.Name) : null;
        var subject = live.SubjectOf(user);
        var end = live.End == SessionEnd.None ? Ends.GetValueOrDefault(live.Handle) : live.End;
        if (end != SessionEnd.None)
            return new(end == SessionEnd.SignedOut ? SessionOutcome.SignedOut : SessionOutcome.Revoked, subject, end == SessionEnd.Provider ? $"The provider ended the session {live.Handle}." : $"The session {live.Handle} was ended.");
        if (now >= EndOf(row))
            return new(SessionOutcome.Expired, subject, Told($"The session {live.Handle} ended {Time(EndOf(row)):u}."));
        if (row.Remember == 0 && now - live.LastUsed >= IdleOf(row, Terms))
            return new(SessionOutcome.Idle, subject, Told($"The session {live.Handle} was used last {Time(live.LastUsed):u}."));
        if (IsGone(row, user))
            return new(SessionOutcome.Revoked, subject, $"The session {live.Handle} is of a user who is {(user is null ? "no more there" : "disabled")}.");
        return new(SessionOutcome.Good, subject);
    }

    /// <summary>Whether a session is of a user of the store who is not there or may not come in.</summary>
    public bool IsUserGone(SessionRow row) => row.Provider is null && IsGone(row, users.Find(row.Name));

    /// <summary>When a session ends at the latest, in milliseconds since 1970. Terms that became shorter hold for sessions that had begun.</summary>
    public long EndOf(SessionRow row) => EndOf(row, Terms);

    /// <inheritdoc cref="EndOf(SessionRow)"/>
    public static long EndOf(SessionRow row, SessionTerms terms)
    {
        var most = row.Remember != 0 && terms.Remember > TimeSpan.Zero ? terms.Remember : terms.Lifetime;
        return Math.Min(row.Ends, row.Created + (long)most.TotalMilliseconds);
    }

    /// <summary>How long a session may go unused, in milliseconds. As with its end, shorter terms hold for those that had begun, and longer ones do not.</summary>
    public static long IdleOf(SessionRow row, SessionTerms terms) => Math.Min(row.Idle ?? long.MaxValue, (long)terms.Idle.TotalMilliseconds);

    private static bool IsGone(SessionRow row, UserRecord? user) => row.Provider is null && user is null or { Disabled: true };

    private static string Told(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
