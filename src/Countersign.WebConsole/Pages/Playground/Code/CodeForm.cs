using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Countersign.WebConsole.Pages.Playground.Code;

/// <summary>A language in which a request is written so that it can be run. Secrets are variables of the environment.</summary>
internal abstract class CodeForm
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<CodeForm> All { get; } = [new CurlCode(), new HttpFileCode(), new CSharpCode(), new PythonCode(), new JavaScriptCode(), new GoCode()];

    /// <summary>Its name for people.</summary>
    public abstract string Name { get; }

    /// <summary>The request.</summary>
    public abstract string Write(CodeRequest request);

    /// <summary>A variable as an expression.</summary>
    protected virtual string Variable(string name) => throw new NotSupportedException();

    /// <summary>A text with variables as an expression.</summary>
    protected string Expression(string text)
    {
        var pieces = Playground.Variables.Pieces(text);
        return pieces.IsEmpty ? "\"\"" : string.Join(" + ", pieces.Select(piece => piece.IsVariable ? Variable(piece.Text) : Literal(piece.Text)));
    }

    /// <summary>A text as a literal that all these languages read alike.</summary>
    protected static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' => literal.Append('\\').Append(c),
                '\n' => literal.Append("\\n"),
                '\r' => literal.Append("\\r"),
                '\t' => literal.Append("\\t"),
                < ' ' or '\x7f' or '\u2028' or '\u2029' or '\u0085' => literal.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => literal.Append(c),
            };
        }

        return literal.Append('"').ToString();
    }

    /// <summary>What is to be known before it is run, as lines of a comment.</summary>
    protected static IEnumerable<string> Comments(CodeRequest request, string mark)
    {
        if (!request.Variables.IsEmpty)
            yield return $"{mark} Set {string.Join(", ", request.Variables)} in the environment.";
        if (request.NeedsProof)
            yield return $"{mark} DPOP_PROOF holds for this method and address, and for one sending (RFC 9449 §4.2).";
    }
}
