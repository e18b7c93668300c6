namespace Countersign.Gateway.Configuration;

/// <summary>Which keys hold what a running gateway took at its start and keeps: addresses, the store and what was made with it.</summary>
internal static class RestartKeys
{
    /// <summary>Every key that <see cref="ConfigurationKey.NeedsRestart"/>, and whether two configurations agree in it.</summary>
    internal static (string Key, Func<GatewayConfiguration, GatewayConfiguration, bool> Agree)[] All { get; } =
    [
        ("listen", (a, b) => a.Listen.SequenceEqual(b.Listen)),
        ("admin", (a, b) => a.Admin == b.Admin),
        (ConfigurationKeys.AdminLab, (a, b) => a.AdminLab == b.AdminLab),
        ("store", (a, b) => a.Store.Equals(b.Store)),
        ("forward-auth.fastcgi", (a, b) => Equals(a.ForwardAuth?.FastCgi, b.ForwardAuth?.FastCgi)),
        ("journal.retention", (a, b) => a.Journal.Retention == b.Journal.Retention),
        ("journal.max-rows", (a, b) => a.Journal.MaxRows == b.Journal.MaxRows),
        ("limits.attempts-per-name", (a, b) => a.Limits.AttemptsPerName == b.Limits.AttemptsPerName),
        ("limits.attempts-window", (a, b) => a.Limits.AttemptsWindow == b.Limits.AttemptsWindow),
        ("limits.password-workers", (a, b) => a.Limits.PasswordWorkers == b.Limits.PasswordWorkers),
        ("limits.password-queue", (a, b) => a.Limits.PasswordQueue == b.Limits.PasswordQueue),
    ];

    /// <summary>The keys in which a changed configuration differs from that of the start without being able to matter yet.</summary>
    public static IEnumerable<string> Between(GatewayConfiguration start, GatewayConfiguration changed) =>
        All.Where(key => !key.Agree(start, changed)).Select(key => key.Key);
}
