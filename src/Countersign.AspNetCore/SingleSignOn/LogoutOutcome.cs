namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>What became of a logout token.</summary>
/// <param name="Status">The status of the answer (OpenID Connect Back-Channel Logout §2.8).</param>
/// <param name="Ended">How many sessions it ended.</param>
/// <param name="Evidence">Why it does not count, for the operator; null when it does.</param>
internal readonly record struct LogoutOutcome(int Status, int Ended, string? Evidence)
{
    public static LogoutOutcome Done(int ended) => new(200, ended, null);

    public static LogoutOutcome Refused(string evidence) => new(400, 0, evidence);

    /// <summary>Nothing can be said of it now; whoever sent it comes again.</summary>
    public static LogoutOutcome Unavailable(string evidence) => new(503, 0, evidence);
}
