using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Gateway.Configuration;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Forwarding;

/// <summary>Tells the upstream who the subject is. Whatever the client sent under these names is gone by then.</summary>
internal static class IdentityFields
{
    public static void Set(IHeaderDictionary headers, IdentityHeaders names, Subject? subject)
    {
        if (subject is null)
            return;
        if (names.User is { } user)
            headers[user] = Written(subject.Name);
        if (names.Groups is { } groups && subject.Groups.Length > 0 && ListOf(subject.Groups) is { Length: > 0 } list)
            headers[groups] = list;
        if (names.Email is { } mail && subject.Email is { Length: > 0 } address)
            headers[mail] = Written(address);
    }

    /// <summary>Each by itself, and its own commas too: the upstream splits at commas first. An empty one is no group.</summary>
    private static string ListOf(ImmutableArray<string> items)
    {
        var (written, count) = (new string[items.Length], 0);
        foreach (var item in items)
        {
            if (item.Length > 0)
                written[count++] = item.Contains(',', StringComparison.Ordinal) ? Uri.EscapeDataString(item) : Written(item);
        }

        return string.Join(',', written, 0, count);
    }

    /// <summary>
    /// Field values are ASCII here; other names travel percent-encoded in UTF-8, and so do those with a percent sign or with a blank at an edge, which
    /// receivers take off (RFC 9110 §5.5): no name can spell another's.
    /// </summary>
    private static string Written(string value)
    {
        if (value is [' ', ..] or [.., ' '])
            return Uri.EscapeDataString(value);
        foreach (var character in value)
        {
            if (character is < ' ' or > '~' or '%')
                return Uri.EscapeDataString(value);
        }

        return value;
    }
}
