using System.Collections.Immutable;
using Countersign.AspNetCore.Words;

namespace Countersign.Gateway.Configuration;

/// <summary>Reads <c>listen</c> (an URL, a list, or mappings), <c>admin</c> and <c>admin-lab</c>.</summary>
internal static class ListenReader
{
    public static ImmutableArray<ListenerConfiguration> Read(SectionReader top, ImmutableArray<ListenerConfiguration> fallback)
    {
        if (top.Find("listen") is not { } value)
            return fallback;
        if (value is not YamlList list)
            return One(top, "listen", value) is { } only ? [only] : fallback;
        if (list.Items.IsEmpty)
        {
            top.Report("listen", "no-value", "'listen' is an empty list", null);
            return fallback;
        }

        var listeners = ImmutableArray.CreateBuilder<ListenerConfiguration>();
        foreach (var (item, i) in list.Items.Select((item, i) => (item, i)))
        {
            var path = $"listen[{i}]";
            top.Context.Place(path, item.Mark);
            if (One(top, path, item) is not { } listener)
                continue;
            if (listeners.Any(other => SameAddress(other.Url, listener.Url)))
                top.Context.Error(path, item.Mark, "same-address", "this address is listed twice", null);
            listeners.Add(listener);
        }

        return listeners.ToImmutable();
    }

    public static string? ReadAdmin(SectionReader top, ImmutableArray<ListenerConfiguration> listen, string? fallback)
    {
        if (top.TextOrNone("admin", fallback) is not { } admin)
            return null;
        if (ValueRules.ListenFault(admin, out var url) is { } fault)
            top.Report("admin", "bad-url", $"'admin' {fault}", "write http://ADDRESS:PORT, or none");
        else if (url!.Scheme == "https")
            top.Report("admin", "bad-url", "'admin' has no certificate: it speaks http", "keep it on loopback, behind a tunnel");
        else if (listen.Any(listener => SameAddress(listener.Url, admin)))
            top.Report("admin", "same-address", "'admin' has the address of a public listener", "give it a port of its own");
        return admin;
    }

    public static string? ReadLab(SectionReader top, ImmutableArray<ListenerConfiguration> listen, string? admin)
    {
        const string Key = ConfigurationKeys.AdminLab;
        if (top.Text(Key) is not { } lab)
            return null;
        if (ValueRules.ListenFault(lab, out var url) is { } fault)
            top.Report(Key, "bad-url", $"'{Key}' {fault}", "write http://127.0.0.1:PORT");
        else if (url!.Scheme == "https")
            top.Report(Key, "bad-url", $"'{Key}' has no certificate: it speaks http", "write http://127.0.0.1:PORT");
        else if (!url.IsLoopback)
            top.Report(Key, "not-on-loopback", $"'{Key}' is reachable from other machines: what listens there misbehaves on purpose and asks for no credential", "write http://127.0.0.1:PORT");
        else if (admin is null)
            top.Report(Key, "lab-without-console", $"'{Key}' is for pages of the console, which 'admin: none' switches off", "remove one of both");
        else if (SameAddress(admin, lab) || listen.Any(listener => SameAddress(listener.Url, lab)))
            top.Report(Key, "same-address", $"'{Key}' has the address of another listener", "give it a port of its own");
        return lab;
    }

    private static ListenerConfiguration? One(SectionReader top, string path, YamlValue value)
    {
        if (value is YamlMap)
        {
            if (SectionReader.Open(top.Context, "listen", path, value) is not { } section || section.Text("url") is not { } address)
                return null;
            var listener = new ListenerConfiguration
            {
                Url = address,
                Certificate = section.File("certificate"),
                Key = section.File("key"),
                ClientCertificates = section.Boolean("client-certificates", false),
                Http2Cleartext = section.Boolean("http2-cleartext", false),
            };
            return IsGood(top.Context, section.PathOf("url"), section.MarkOf("url"), address, section) ? listener : null;
        }

        if (value is not YamlText { IsNull: false } text)
        {
            top.Context.Error(path, value.Mark, "wrong-type", $"'listen' has to be an URL, a list of them or a mapping, not {SectionReader.KindOf(value)}", null);
            return null;
        }

        return top.Context.TryResolve(text, path, out var url) && IsGood(top.Context, path, value.Mark, url, null) ? new ListenerConfiguration { Url = url } : null;
    }

    private static bool IsGood(ReadingContext context, string path, Mark mark, string address, SectionReader? section)
    {
        if (ValueRules.ListenFault(address, out var url) is { } fault)
        {
            context.Error(path, mark, "bad-url", $"the listener's address {fault}", "write http://ADDRESS:PORT or https://ADDRESS:PORT");
            return false;
        }

        var given = (section?.Has("certificate") ?? false, section?.Has("key") ?? false);
        if (url!.Scheme == "https" && given != (true, true))
            context.Error(path, mark, "certificate-missing", "an https listener needs 'certificate' and 'key'", "listen: { url: https://..., certificate: FILE, key: FILE }");
        if (url.Scheme == "http" && given != (false, false))
            context.Error(path, mark, "certificate-unused", "an http listener has a 'certificate' or 'key'", "write https:// or remove them");
        if (url.Scheme == "http" && (section?.Has("client-certificates") ?? false))
            section!.Report("client-certificates", "client-certificates-unused", "an http listener has 'client-certificates'", "write https:// or remove it");
        if (url.Scheme == "https" && (section?.Has("http2-cleartext") ?? false))
            section!.Report("http2-cleartext", "http2-cleartext-unused", "an https listener has 'http2-cleartext'", "remove it: over TLS clients choose HTTP/2 themselves");
        return true;
    }

    private static bool SameAddress(string a, string b) =>
        ValueRules.ListenFault(a, out var first) is null && ValueRules.ListenFault(b, out var second) is null
        && first!.Port == second!.Port && first.Port != 0 && AddressOf(first) == AddressOf(second);

    // [::] takes the addresses of IPv4 as well.
    private static string AddressOf(Uri url) => url.Host == "0.0.0.0" ? "[::]" : url.Host;
}
