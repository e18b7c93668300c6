using System.Globalization;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Countersign.Inspector.ApiDescriptions;

/// <summary>Reads YAML as the JSON that it means (YAML 1.2, core schema), as far as descriptions of APIs use it.</summary>
internal static class YamlAsJson
{
    /// <summary>How deep JSON and YAML may nest: no more than <see cref="System.Text.Json"/> reads.</summary>
    public const int MaxDepth = 64;

    private const int MaxNodes = 500_000;

    /// <summary>The JSON; null with the fault where it can't be read.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="maxOctets">How long the JSON may become.</param>
    /// <param name="fault">What is wrong with it.</param>
    public static byte[]? Read(string text, int maxOctets, out string? fault)
    {
        fault = null;
        try
        {
            using var source = new StringReader(text);
            var events = EventsOf(new Parser(source));
            if (events.Count == 0)
            {
                fault = "there is nothing in it";
                return null;
            }

            using var octets = new MemoryStream();
            using (var json = new Utf8JsonWriter(octets))
                new YamlEvents(events, MaxNodes, maxOctets).Write(json);
            return octets.ToArray();
        }
        catch (YamlException broken)
        {
            fault = string.Create(CultureInfo.InvariantCulture, $"line {broken.Start.Line}, column {broken.Start.Column}: {broken.Message}");
        }

        return null;
    }

    // Those of the first document. They come one by one, while trees of nodes are built by recursion and end the process where they are too deep.
    private static List<ParsingEvent> EventsOf(Parser parser)
    {
        var (events, depth) = (new List<ParsingEvent>(), 0);
        while (parser.MoveNext() && parser.Current is { } each and not DocumentEnd)
        {
            if (each is StreamStart or DocumentStart or StreamEnd)
                continue;
            depth += each.NestingIncrease;
            if (depth > MaxDepth)
                throw new YamlException(each.Start, each.End, string.Create(CultureInfo.InvariantCulture, $"it nests deeper than {MaxDepth} levels"));
            if (events.Count >= MaxNodes)
                throw new YamlException(each.Start, each.End, "there is too much in it");
            events.Add(each);
        }

        return events;
    }
}
