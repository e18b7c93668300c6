namespace Countersign.Gateway.Configuration;

/// <summary>Reads schemes of <c>type: session</c>.</summary>
internal static class SessionReader
{
    public static SessionConfiguration Read(SectionReader section, string id)
    {
        var defaults = new SessionConfiguration(id);
        var session = defaults with
        {
            Realm = SchemeReader.Realm(section),
            Idle = section.Duration("idle", defaults.Idle),
            Lifetime = section.Duration("lifetime", defaults.Lifetime),
            Remember = section.Duration("remember", defaults.Remember),
            Origins = section.Texts("origins", "bad-origin", (text, shown) => ValueRules.IsOrigin(text)
                ? null
                : ($"{shown} is not an origin", "write scheme://host[:port] without a slash at the end")),
            Grace = section.Duration("grace", defaults.Grace),
            AllowCleartext = section.Boolean("allow-cleartext", false),
        };
        if (session.Idle < TimeSpan.FromSeconds(1))
            section.Report("idle", "short-duration", "'idle' is shorter than a second", "nobody could do anything in such a session");
        if (session.Lifetime < TimeSpan.FromSeconds(1))
            section.Report("lifetime", "short-duration", "'lifetime' is shorter than a second", "nobody could do anything in such a session");
        return session;
    }

    /// <summary>All have the same cookie: of two, neither would know whose it is.</summary>
    public static void CheckOnly(ReadingContext context, IEnumerable<SessionConfiguration> sessions)
    {
        if (sessions.ToList() is not [var first, var second, ..])
            return;
        var path = "schemes." + second.Id;
        context.Error(path, context.PlaceOf(path), "second-session-scheme", $"'{second.Id}' is a second scheme of type session", $"name '{first.Id}' in the routes instead: people have one session, whatever they ask for");
    }
}
