using System.Text;
using System.Text.Json;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Intake;

namespace Countersign.Inspector.Reading.Har;

/// <summary>Reads HAR 1.2 one entry at a time: files of browsers have thousands. What comes before a break in the JSON is kept.</summary>
internal sealed class HarReader
{
    private readonly ReadingProblems _problems = new();
    private readonly HarCreator _creator = new();
    private readonly HarEntryReader _entries;
    private readonly List<Exchange> _exchanges = [];
    private readonly ReadOnlyMemory<byte> _octets;
    private readonly GivenToken? _given;
    private (int Index, int Line, int Column) _placed = (0, 1, 1);

    private HarReader(ReadOnlyMemory<byte> octets, string? token)
    {
        var intake = new MessageIntake(_problems);
        (_entries, _octets, _given) = (new(intake), octets, intake.Give(token));
    }

    public static Recording Read(ReadOnlyMemory<byte> octets, string? token = null) => new HarReader(octets, token).Run();

    private Recording Run()
    {
        try
        {
            var json = new Utf8JsonReader(_octets.Span, new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            json.Read();
            if (json.TokenType == JsonTokenType.StartObject)
                ReadRoot(ref json);
            else
                _problems.Add(1, 1, "A HAR file is a JSON object; this is another value.");
        }
        catch (JsonException exception)
        {
            var (line, column) = PlaceOf(exception);
            _problems.Add(line, column, _exchanges.Count == 0 ? "The JSON is broken here." : $"The JSON is broken here; {_exchanges.Count} entries before it were read.");
        }

        return new()
        {
            Source = RecordingSource.Har,
            Exchanges = [.. InOrder()],
            Omissions = _entries.Omissions | _creator.Omissions(_exchanges) | HiddenLegs.In(_exchanges),
            Problems = _problems.ToImmutable(),
            Given = _given,
        };
    }

    private void ReadRoot(ref Utf8JsonReader json)
    {
        var hasLog = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (!json.ValueTextEquals("log"u8))
            {
                json.Skip();
                continue;
            }

            hasLog = true;
            json.Read();
            if (json.TokenType == JsonTokenType.StartObject)
                ReadLog(ref json);
            else
                json.Skip();
        }

        if (!hasLog)
            _problems.Add(1, 1, "This JSON object has no member \"log\": it is not a HAR file.");
    }

    private void ReadLog(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("entries"u8))
            {
                json.Read();
                ReadEntries(ref json);
            }
            else if (json.ValueTextEquals("creator"u8) || json.ValueTextEquals("browser"u8))
            {
                json.Read();
                using var document = JsonDocument.ParseValue(ref json);
                _creator.Take(document.RootElement);
            }
            else
            {
                json.Skip();
            }
        }
    }

    private void ReadEntries(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            Add(ref json, "The entries are no array.");
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (_exchanges.Count >= ReadingBounds.MaxExchanges)
            {
                Add(ref json, $"Entries behind the first {ReadingBounds.MaxExchanges} are left out.");
                while (json.TokenType != JsonTokenType.EndArray)
                {
                    json.Skip();
                    json.Read();
                }

                return;
            }

            ReadEntry(ref json);
        }
    }

    private void ReadEntry(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            Add(ref json, "An entry is no object.");
            json.Skip();
            return;
        }

        var start = json;
        using var document = JsonDocument.ParseValue(ref json);
        try
        {
            Take(document.RootElement, ref start);
        }
        catch (InvalidOperationException)
        {
            // A string with half of a surrogate pair, or octets that are no UTF-8.
            Add(ref start, "An entry has text that is no Unicode: U+FFFD stands for what is none.");
            using var mended = JsonDocument.Parse(UnicodeText.Mended(_octets.Span[(int)start.TokenStartIndex..(int)json.BytesConsumed]), new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            Take(mended.RootElement, ref start);
        }
    }

    private void Take(JsonElement entry, ref Utf8JsonReader start)
    {
        if (_entries.Read(entry, _exchanges.Count, out var problem) is { } exchange)
            _exchanges.Add(exchange);
        else if (problem is not null)
            Add(ref start, problem);
    }

    private void Add(ref Utf8JsonReader json, string message)
    {
        if (_problems.IsFull)
            return;
        var (line, column) = PlaceOf((int)Math.Min(json.TokenStartIndex, int.MaxValue));
        _problems.Add(line, column, message);
    }

    // Problems come in the order of the file: each counts on from where the one before it stood.
    private (int Line, int Column) PlaceOf(int index)
    {
        var (from, line, column) = index < _placed.Index ? (0, 1, 1) : _placed;
        var between = _octets.Span[from..index];
        var start = between.LastIndexOf((byte)'\n') + 1;
        _placed = (index, line + between.Count((byte)'\n'), (start > 0 ? 1 : column) + Encoding.UTF8.GetCharCount(between[start..]));
        return (_placed.Line, _placed.Column);
    }

    private static (int Line, int Column) PlaceOf(JsonException exception) => ((int)(exception.LineNumber ?? 0) + 1, (int)(exception.BytePositionInLine ?? 0) + 1);

    // Some tools write entries as they end.
    private IEnumerable<Exchange> InOrder()
    {
        if (_exchanges.TrueForAll(each => each.StartedAt is not null))
            return _exchanges.OrderBy(each => each.StartedAt).Select((each, index) => each with { Index = index });
        return _exchanges;
    }
}
