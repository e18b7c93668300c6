using System.Net;

namespace Countersign.Gateway.Configuration;

/// <summary>Reads <c>forward-auth</c>.</summary>
internal static class ForwardAuthReader
{
    public static ForwardAuthConfiguration? Read(SectionReader top)
    {
        if (top.Section("forward-auth") is not { } section)
            return null;
        var proxies = section.Networks("proxies");
        if (section.Find("proxies") is YamlList { Items.IsEmpty: true })
            section.Report("proxies", "no-value", "'proxies' is an empty list", "name the addresses of the proxies that ask");
        var defaults = new ForwardAuthConfiguration(proxies);
        var choices = section.ChoicesOf("dialects");
        return defaults with
        {
            Dialects = section.Has("dialects")
                ? section.Texts("dialects", "unknown-value", (text, shown) => choices.Contains(text) ? null : ($"'dialects' cannot be {shown}", SectionReader.Meant(text, choices)))
                : defaults.Dialects,
            FastCgi = FastCgi(section),
        };
    }

    private static IPEndPoint? FastCgi(SectionReader section)
    {
        if (section.Text("fastcgi") is not { } text)
            return null;
        if (text.Contains(':', StringComparison.Ordinal) && !text.EndsWith(']') && IPEndPoint.TryParse(text, out var address))
            return address;
        section.Report("fastcgi", "bad-address", $"{section.Shown("fastcgi")} is no address and port", "write ADDRESS:PORT, such as 127.0.0.1:9001");
        return null;
    }
}
