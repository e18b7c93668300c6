using System.Globalization;

namespace Countersign.Gateway.ForwardAuth.Snippets;

/// <summary>A proxy's side of forward-auth, as text for its configuration.</summary>
public abstract class Snippet
{
    /// <summary>Its name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>What it is and where it goes, in a sentence.</summary>
    public abstract string Sentence { get; }

    /// <summary>The text.</summary>
    public string Write(SnippetOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Write(order, text);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private protected abstract void Write(SnippetOrder order, TextWriter text);
}
