using System.Diagnostics.CodeAnalysis;
using System.Net;
using Countersign.AspNetCore.Intake;
using Microsoft.AspNetCore.Http;
using static Countersign.Gateway.ForwardAuth.QuestionFields;

namespace Countersign.Gateway.ForwardAuth;

/// <summary>
/// Reads the fields in which proxies describe a request. There are two families of them, and each is taken whole and alone: what a proxy leaves out or
/// tells twice it may have passed on as the client wrote it.
/// </summary>
internal static class Description
{
    private static readonly uint OfOriginal = Of(OriginalMethod, OriginalUrl);
    private static readonly uint NotWithOriginal = Of([Method, Proto, Host, RequestUri, .. NeverTold]);
    private static readonly uint NotWithForwarded = Of([OriginalMethod, OriginalUrl, .. NeverTold]);
    private static readonly uint NotWithPrefix = Of([Method, Host, RequestUri, OriginalMethod, OriginalUrl, .. NeverTold]);

    /// <summary>Whether a question is told by nginx's family: a whole URL in one field.</summary>
    public static bool IsOriginal(uint told) => (told & OfOriginal) != 0;

    /// <summary>X-Original-Method, X-Original-URL and X-Forwarded-For.</summary>
    public static bool TryOriginal(IHeaderDictionary fields, uint told, IPAddress proxy, TrustedProxies proxies, [NotNullWhen(true)] out DescribedRequest? request, out string fault)
    {
        request = null;
        if (!AreAbsent(told, NotWithOriginal, out fault)
            || !TryOne(fields, OriginalMethod, out var method, out fault)
            || !TryOne(fields, OriginalUrl, out var url, out fault)
            || !TryClient(fields, proxy, proxies, out var client, out fault))
        {
            return false;
        }

        var isTls = url.StartsWith("https://", StringComparison.Ordinal);
        if (!isTls && !url.StartsWith("http://", StringComparison.Ordinal))
            return Fail($"{OriginalUrl} is no http or https URL", out fault);
        var rest = url[(isTls ? "https://" : "http://").Length..];
        var end = rest.IndexOfAny(['/', '?', '#']);
        if (end < 0 || rest[end] != '/')
            return Fail($"{OriginalUrl} has no path", out fault);
        return TryMake(method, rest[end..], rest[..end], isTls, client, out request, out fault);
    }

    /// <summary>X-Forwarded-Method, -Proto, -Host, -Uri and -For.</summary>
    public static bool TryForwarded(IHeaderDictionary fields, uint told, IPAddress proxy, TrustedProxies proxies, [NotNullWhen(true)] out DescribedRequest? request, out string fault)
    {
        request = null;
        return AreAbsent(told, NotWithForwarded, out fault)
            && TryOne(fields, Method, out var method, out fault)
            && TryTls(fields, out var isTls, out fault)
            && TryOne(fields, Host, out var host, out fault)
            && TryOne(fields, RequestUri, out var target, out fault)
            && TryClient(fields, proxy, proxies, out var client, out fault)
            && TryMake(method, target, host, isTls, client, out request, out fault);
    }

    /// <summary>A request that comes as itself below a prefix: its own method and Host, and X-Forwarded-Proto and -For for what these can't tell.</summary>
    public static bool TryPrefixed(
        HttpRequest question, uint told, string target, IPAddress proxy, TrustedProxies proxies, [NotNullWhen(true)] out DescribedRequest? request, out string fault)
    {
        request = null;
        var fields = question.Headers;
        return AreAbsent(told, NotWithPrefix, out fault)
            && TryTls(fields, out var isTls, out fault)
            && TryOne(fields, "Host", out var host, out fault)
            && TryClient(fields, proxy, proxies, out var client, out fault)
            && TryMake(question.Method, target, host, isTls, client, out request, out fault);
    }

    /// <summary>A request of which each part was told by itself.</summary>
    public static bool TryMake(string method, string target, string authority, bool isTls, IPAddress client, [NotNullWhen(true)] out DescribedRequest? request, out string fault)
    {
        request = null;
        if (!HostAndPort.IsOne(authority))
            return Fail("the described host is no host and port", out fault);
        if (!target.StartsWith('/') && (target != "*" || method != "OPTIONS"))
            return Fail("the described target is no path", out fault);
        request = new(method, target, authority, isTls, client);
        fault = "";
        return true;
    }

    /// <summary>The nearest hop that is no proxy of ours; the proxy that asks is one whatever the chain says.</summary>
    public static bool TryClientOf(string chain, TrustedProxies proxies, out IPAddress client)
    {
        client = IPAddress.None;
        var hops = chain.Split(',', StringSplitOptions.TrimEntries);
        for (var at = hops.Length - 1; at >= 0; at--)
        {
            if (!ForwardedReader.TryAddress(hops[at], out var hop))
                return false;
            client = hop.IsIPv4MappedToIPv6 ? hop.MapToIPv4() : hop;
            if (!proxies.Contains(client))
                break;
        }

        return true;
    }

    private static bool TryClient(IHeaderDictionary fields, IPAddress proxy, TrustedProxies proxies, out IPAddress client, out string fault)
    {
        client = proxy;
        if (!TryOne(fields, For, out var chain, out fault))
            return false;
        return TryClientOf(chain, proxies, out client) || Fail($"{For} does not tell the client", out fault);
    }

    private static bool TryTls(IHeaderDictionary fields, out bool isTls, out string fault)
    {
        isTls = false;
        if (!TryOne(fields, Proto, out var proto, out fault))
            return false;
        isTls = proto is "https" or "wss";
        return isTls || proto is "http" or "ws" || Fail($"{Proto} is neither http nor https", out fault);
    }

    private static bool TryOne(IHeaderDictionary fields, string name, out string value, out string fault)
    {
        fault = "";
        value = "";
        if (!fields.TryGetValue(name, out var lines) || lines.Count == 0)
            return Fail($"{name} is missing", out fault);
        if (lines is not [{ Length: > 0 } only])
            return Fail($"{name} is empty or stands more than once", out fault);
        value = only;
        return true;
    }

    private static bool AreAbsent(uint told, uint names, out string fault)
    {
        fault = "";
        return (told & names) == 0 || Fail($"{FirstOf(told & names)} came with the question, which is told by other fields", out fault);
    }

    private static bool Fail(string what, out string fault)
    {
        fault = what;
        return false;
    }
}
