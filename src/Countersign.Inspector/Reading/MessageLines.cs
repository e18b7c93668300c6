using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Intake;

namespace Countersign.Inspector.Reading;

/// <summary>Gathers the field lines of one message, with those that continue the one before (RFC 9112 §5.2) and the pseudo fields of HTTP/2 apart.</summary>
/// <param name="problems">Takes what is no field line.</param>
internal sealed class MessageLines(ReadingProblems problems)
{
    private readonly List<MessageField> _fields = [];
    private readonly Dictionary<string, string> _pseudo = new(StringComparer.Ordinal);

    public IReadOnlyCollection<MessageField> Fields => _fields;

    public string? First(string name) => _fields.Find(field => field.Is(name)).Value;

    /// <summary>A pseudo field, such as <c>:path</c> (RFC 9113 §8.3).</summary>
    public string? Pseudo(string name) => _pseudo.GetValueOrDefault(name);

    /// <summary>Adds a line of the source.</summary>
    public void Add(string line, int number)
    {
        if (line.Length > 0 && line[0] is ' ' or '\t' && _fields.Count > 0)
        {
            // What is too long to be kept need not be gathered.
            if (_fields[^1].Value.Length <= FieldIntake.MaxLength)
                _fields[^1] = _fields[^1] with { Value = $"{_fields[^1].Value} {line.Trim()}".Trim() };
            return;
        }

        if (FieldLine.Read(line, number) is not { } field)
            problems.Add(number, 1, "This is not a field line: there is no colon, or no name before it.");
        else if (field.Name.StartsWith(':'))
            _pseudo.TryAdd(field.Name.ToLowerInvariant(), field.Value);
        else
            _fields.Add(field);
    }

    /// <summary>What was sent, with the chunked coding taken off where it is still on.</summary>
    public byte[] Content(byte[] octets) =>
        First("Transfer-Encoding")?.Contains("chunked", StringComparison.OrdinalIgnoreCase) == true && ChunkedContent.Decode(octets) is { } content ? content : octets;

    /// <summary>Whether so many octets are all that was announced.</summary>
    public bool IsWhole(int length) => First("Content-Length") is not { } text || !long.TryParse(text, out var announced) || announced <= length;
}
