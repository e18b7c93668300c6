using System.Collections.Immutable;

namespace Countersign.Gateway.Configuration;

/// <summary>Reads <c>schemes</c>.</summary>
internal static class SchemeReader
{
    /// <summary>The schemes, and all ids that are written, so that a faulty scheme is not reported again where it is used.</summary>
    public static (ImmutableArray<SchemeConfiguration> Schemes, ImmutableArray<string> Ids) Read(SectionReader top)
    {
        if (top.Find("schemes") is not { } value)
            return ([], []);
        if (value is not YamlMap map)
        {
            top.Report("schemes", "wrong-type", $"'schemes' has to be a mapping of names to schemes, not {SectionReader.KindOf(value)}", null);
            return ([], []);
        }

        var schemes = ImmutableArray.CreateBuilder<SchemeConfiguration>();
        var seen = new Dictionary<string, Mark>();
        foreach (var entry in map.Entries)
        {
            var path = "schemes." + entry.Key;
            if (!seen.TryAdd(entry.Key, entry.KeyMark))
                top.Context.Error(path, entry.KeyMark, "duplicate-key", $"the scheme '{entry.Key}' is given twice", $"the first is on line {seen[entry.Key].Line}");
            else if (!ValueRules.IsToken(entry.Key))
                top.Context.Error(path, entry.KeyMark, "bad-name", $"'{entry.Key}' is not a name for a scheme", "use letters, digits and hyphens");
            else if (One(top.Context, entry, path) is { } scheme)
                schemes.Add(scheme with { Line = entry.KeyMark.Line });
        }

        foreach (var dpop in schemes.OfType<DpopConfiguration>())
            CheckTokens(top.Context, dpop, schemes.OfType<BearerConfiguration>().Select(bearer => bearer.Id));
        SessionReader.CheckOnly(top.Context, schemes.OfType<SessionConfiguration>());
        return ([.. schemes.Select(scheme => scheme is DpopConfiguration dpop ? WithRealm(dpop, map, schemes) : scheme)], [.. seen.Keys]);
    }

    /// <summary>Both schemes over the same tokens guard the same area, unless something else is written.</summary>
    private static DpopConfiguration WithRealm(DpopConfiguration dpop, YamlMap map, IEnumerable<SchemeConfiguration> schemes)
    {
        var isWritten = map.Entries.First(entry => entry.Key == dpop.Id).Value is YamlMap own && own.Entries.Any(entry => entry.Key == "realm");
        return !isWritten && schemes.OfType<BearerConfiguration>().FirstOrDefault(bearer => bearer.Id == dpop.Tokens) is { } tokens
            ? dpop with { Realm = tokens.Realm }
            : dpop;
    }

    private static void CheckTokens(ReadingContext context, DpopConfiguration dpop, IEnumerable<string> bearers)
    {
        if (dpop.Tokens.Length == 0 || bearers.Contains(dpop.Tokens))
            return;
        var path = $"schemes.{dpop.Id}.tokens";
        context.Error(path, context.PlaceOf(path), "unknown-scheme", $"there is no scheme of type bearer '{dpop.Tokens}'", bearers.Any() ? SectionReader.Meant(dpop.Tokens, bearers) : "declare its issuers in one");
    }

    private static SchemeConfiguration? One(ReadingContext context, YamlEntry entry, string path)
    {
        context.Place(path, entry.KeyMark);
        if (entry.Value is not YamlMap map)
        {
            context.Error(path, entry.Value.Mark, "wrong-type", $"the scheme '{entry.Key}' has to be a mapping, not {SectionReader.KindOf(entry.Value)}", null);
            return null;
        }

        if (map.Entries.FirstOrDefault(other => other.Key == "type") is not { } type)
        {
            context.Error(path + ".type", map.Mark, "missing-key", $"the scheme '{entry.Key}' has no 'type'", "possible: " + string.Join(", ", ConfigurationKeys.SchemeTypes));
            return null;
        }

        var written = (type.Value as YamlText)?.Text;
        if (written is null || !ConfigurationKeys.SchemeTypes.Contains(written))
        {
            context.Error(path + ".type", type.Value.Mark, "unknown-scheme-type", written is null ? "'type' has to be a text" : $"unknown type of scheme '{written}'", SectionReader.Meant(written ?? "", ConfigurationKeys.SchemeTypes));
            return null;
        }

        if (SectionReader.Open(context, "schemes." + written, path, map) is not { } section)
            return null;
        return written switch
        {
            "basic" => Basic(section, entry.Key),
            "digest" => Digest(section, entry.Key),
            "dpop" => DpopReader.Read(section, entry.Key),
            "bearer" => BearerReader.Read(section, entry.Key),
            "session" => SessionReader.Read(section, entry.Key),
            _ => ApiKey(section, entry.Key),
        };
    }

    private static BasicConfiguration Basic(SectionReader section, string id)
    {
        section.Choice("users", "store");
        if (section.Has("htpasswd") == section.Has("users"))
        {
            var message = section.Has("users") ? $"the scheme '{id}' has both 'htpasswd' and 'users'" : $"the scheme '{id}' has neither 'htpasswd' nor 'users'";
            section.Context.Error(section.Path, section.Mark, "basic-users", message, "write htpasswd: FILE or users: store");
        }

        return new BasicConfiguration(id)
        {
            Realm = Realm(section),
            Htpasswd = section.File("htpasswd"),
            AllowCleartext = section.Boolean("allow-cleartext", false),
        };
    }

    private static DigestConfiguration Digest(SectionReader section, string id)
    {
        var defaults = new DigestConfiguration(id) { Htdigest = "" };
        return defaults with
        {
            Realm = Realm(section),
            Htdigest = section.File("htdigest") ?? "",
            Algorithms = Choices(section, "algorithms", defaults.Algorithms),
            Qop = Choices(section, "qop", defaults.Qop),
            Userhash = section.Boolean("userhash", defaults.Userhash),
            Domain = section.Texts("domain", "bad-domain", (text, shown) => IsDomain(text)
                ? null
                : ($"{shown} is neither a path nor an URL", "write /path or https://host/path")),
            Opaque = FieldText(section, "opaque"),
            NonceLifetime = section.Duration("nonce-lifetime", defaults.NonceLifetime),
            MaxContent = section.Integer("max-content", defaults.MaxContent),
            AllowCleartext = section.Boolean("allow-cleartext", true),
        };
    }

    private static ApiKeyConfiguration ApiKey(SectionReader section, string id)
    {
        var header = section.Text("header") ?? new ApiKeyConfiguration(id).Header;
        if (!ValueRules.IsToken(header))
            section.Report("header", "bad-field-name", $"{section.Shown("header")} is not a field name", null);
        else if (!ValueRules.IsFreeToUse(header))
            section.Report("header", "reserved-field", $"{section.Shown("header")} has a meaning of its own and cannot carry keys", "use X-API-Key, or another field of your own");
        return new ApiKeyConfiguration(id) { Realm = Realm(section), Header = header, AllowCleartext = section.Boolean("allow-cleartext", true) };
    }

    internal static string Realm(SectionReader section) => FieldText(section, "realm") ?? "Restricted";

    private static string? FieldText(SectionReader section, string key)
    {
        var text = section.Text(key);
        if (text is not null && !ValueRules.IsFieldValue(text))
            section.Report(key, "bad-field-value", $"'{key}' has control characters", null);
        return text;
    }

    internal static ImmutableArray<string> Choices(SectionReader section, string key, ImmutableArray<string> fallback)
    {
        if (!section.Has(key))
            return fallback;
        var choices = section.ChoicesOf(key);
        var chosen = section.Texts(key, "unknown-value", (text, shown) => choices.Contains(text) ? null : ($"'{key}' cannot have {shown}", SectionReader.Meant(text, choices)));
        if (chosen.IsEmpty && section.Find(key) is YamlList { Items.IsEmpty: true })
            section.Report(key, "no-value", $"'{key}' is an empty list", null);
        if (chosen.Distinct(StringComparer.Ordinal).Count() < chosen.Length)
            section.Report(key, "duplicate-value", $"'{key}' names one of its values twice", "once is enough");
        return chosen;
    }

    private static bool IsDomain(string text) =>
        !text.Contains(' ', StringComparison.Ordinal) && (text.StartsWith('/') || ValueRules.UrlFault(text, out _) is null);
}
