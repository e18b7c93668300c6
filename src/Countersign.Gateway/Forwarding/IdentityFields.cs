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
        if (names.Groups is { } groups && subject.Groups.Length > 0)
            headers[groups] = string.Join(',', subject.Groups.Select(WrittenInList));
        if (names.Email is { } mail && subject.Email is { } address)
            headers[mail] = Written(address);
    }

    /// <summary>Each by itself, and its own commas too: the upstream splits at commas first.</summary>
    private static string WrittenInList(string item) => item.Contains(',', StringComparison.Ordinal) ? Uri.EscapeDataString(item) : Written(item);

    /// <summary>Field values are ASCII here; other names travel percent-encoded in UTF-8, and so do those with a percent sign: no name can spell another's.</summary>
    private static string Written(string value)
    {
        foreach (var character in value)
        {
            if (character is < ' ' or > '~' or '%')
                return Uri.EscapeDataString(value);
        }

        return value;
    }
}
