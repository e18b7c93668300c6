using System.Collections.Frozen;
using System.Numerics;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.ForwardAuth;

/// <summary>The fields of a question that are not the request's own, as a set of bits: a question has few fields, and these are many names to ask each by itself.</summary>
internal static class QuestionFields
{
    public const string Method = "X-Forwarded-Method";
    public const string Proto = "X-Forwarded-Proto";
    public const string Host = "X-Forwarded-Host";
    public const string RequestUri = "X-Forwarded-Uri";
    public const string For = "X-Forwarded-For";
    public const string OriginalMethod = "X-Original-Method";
    public const string OriginalUrl = "X-Original-URL";

    /// <summary>What would describe, and is used by no family.</summary>
    public static readonly string[] NeverTold = ["Forwarded", "X-Original-URI", "X-Rewrite-URL"];

    /// <summary>What belongs to the connection between proxy and gateway, or to the question itself.</summary>
    private static readonly string[] OfTheQuestion =
        ["Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Expect", "Content-Length", "X-Content-Length", SealedAnswers.Field];

    /// <summary>Every field that describes, in whichever family.</summary>
    public static IReadOnlyList<string> Describing { get; } = [Method, Proto, Host, RequestUri, For, OriginalMethod, OriginalUrl, .. NeverTold];

    private static readonly string[] All = [.. Describing, .. OfTheQuestion];

    private static readonly FrozenDictionary<string, uint> Bits =
        All.Select((name, at) => KeyValuePair.Create(name, 1u << at)).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Which of them came.</summary>
    public static uint In(IHeaderDictionary fields)
    {
        var found = 0u;
        foreach (var (name, _) in fields)
        {
            if (Bits.TryGetValue(name, out var bit))
                found |= bit;
        }

        return found;
    }

    /// <summary>The set of these.</summary>
    public static uint Of(params ReadOnlySpan<string> names)
    {
        var bits = 0u;
        foreach (var name in names)
            bits |= Bits[name];
        return bits;
    }

    /// <summary>A name of a set that has one.</summary>
    public static string FirstOf(uint set) => All[BitOperations.TrailingZeroCount(set)];

    /// <summary>Takes those of a set out.</summary>
    public static void Remove(IHeaderDictionary fields, uint set)
    {
        for (; set != 0; set &= set - 1)
            fields.Remove(FirstOf(set));
    }
}
