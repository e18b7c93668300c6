using System.Text;
using Countersign.Decisions;

namespace Countersign.Lab.Simulator;

/// <summary>An answer in the making: twists change it before it is written, as it is, to the client.</summary>
/// <param name="status">The status code.</param>
internal sealed class SimulatedAnswer(int status)
{
    /// <summary>The status code.</summary>
    public int Status { get; set; } = status;

    /// <summary>The field lines in their order; a name may come several times. Characters beyond ASCII are octets.</summary>
    public List<(string Name, string Value)> Fields { get; } = [];

    /// <summary>What is told of the answer; null where nothing is.</summary>
    public Diagnosis? Diagnosis { get; set; }

    /// <summary>The content; null for what the diagnosis says.</summary>
    public byte[]? Content { get; set; }

    /// <summary>The content in pieces, each sent when it is there; null for content that is sent at once.</summary>
    public IAsyncEnumerable<ReadOnlyMemory<byte>>? Pieces { get; set; }

    /// <summary>The media type of the content; null for none.</summary>
    public string? MediaType { get; set; }

    /// <summary>How long the answer waits.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Whether all of the request is read before it is answered.</summary>
    public bool ReadsContent { get; set; }

    /// <summary>How the answer is sent.</summary>
    public AnswerSending Sending { get; set; }

    /// <summary>A field that is computed over the content, and so comes when all else is settled; null for none.</summary>
    public ResponseDuty? Duty { get; set; }

    /// <summary>Changes of fields that wait for that one.</summary>
    public List<Action<SimulatedAnswer>> Last { get; } = [];

    /// <summary>Settles the fields, now that nothing changes the content any more.</summary>
    /// <param name="content">What goes out; empty where the answer may have none.</param>
    public void Settle(ReadOnlySpan<byte> content)
    {
        if (Duty is { } duty)
        {
            if (duty.NeedsContent)
                duty.Append(content);
            Add(duty.FieldName, duty.Value());
        }

        foreach (var change in Last)
            change(this);
    }

    /// <summary>Sets a text as content.</summary>
    public void SetText(string text, string mediaType) => (Content, MediaType) = (Encoding.UTF8.GetBytes(text), mediaType);

    /// <summary>Adds a field line.</summary>
    public void Add(string name, string value) => Fields.Add((name, value));

    /// <summary>Puts one field line in the place of all of that name.</summary>
    public void Set(string name, string value)
    {
        Remove(name);
        Add(name, value);
    }

    /// <summary>Takes all lines of a field off.</summary>
    public void Remove(string name) => Fields.RemoveAll(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The first line of a field; null for none.</summary>
    public string? First(string name)
    {
        foreach (var field in Fields)
        {
            if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return field.Value;
        }

        return null;
    }

    /// <summary>Rewrites every line of a field.</summary>
    public void Rewrite(string name, Func<string, string> write)
    {
        for (var at = 0; at < Fields.Count; at++)
        {
            if (Fields[at].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                Fields[at] = (Fields[at].Name, write(Fields[at].Value));
        }
    }
}
