using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Countersign.Inspector.ApiDescriptions;

/// <summary>An operation of an API.</summary>
/// <param name="Method">The method.</param>
/// <param name="Template">The path, its parameters in braces.</param>
internal sealed partial record ApiOperation(string Method, string Template)
{
    private readonly Regex _form = FormOf(Template);

    /// <summary>What a caller may show instead of one another; null where the description says nothing of it.</summary>
    public ImmutableArray<ApiRequirement>? Security { get; init; }

    /// <summary>The statuses that are described: numbers, <c>4XX</c>, <c>default</c>.</summary>
    public ImmutableArray<string> Responses { get; init; } = [];

    /// <summary>How many parameters are in the path: what has fewer goes before.</summary>
    public int Parameters { get; } = Template.Count(c => c == '{');

    /// <summary>Whether it is for everybody.</summary>
    public bool IsPublic => Security is { } security && (security.IsEmpty || security.Any(each => each.Parts.IsEmpty));

    /// <summary>Whether nobody gets in without showing something.</summary>
    public bool IsProtected => Security is { IsEmpty: false } && !IsPublic;

    /// <summary>Every scheme that may help.</summary>
    public IEnumerable<ApiScheme> Schemes => (Security ?? []).SelectMany(each => each.Parts).Select(part => part.Scheme).Distinct();

    /// <summary>What to call it in a sentence.</summary>
    public string Words => $"{Method} {Template}";

    /// <summary>Whether a path is one of it.</summary>
    public bool IsAt(string path)
    {
        try
        {
            return _form.IsMatch(path);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    /// <summary>Whether an answer of this status is described.</summary>
    public bool Describes(int status) =>
        Responses.Any(each => each.Equals("default", StringComparison.OrdinalIgnoreCase) || each == status.ToString(System.Globalization.CultureInfo.InvariantCulture) || each.Equals($"{status / 100}XX", StringComparison.OrdinalIgnoreCase));

    // A parameter is a part of one segment.
    private static Regex FormOf(string template) =>
        new($"^{string.Concat(Parameter().Split(template.TrimEnd('/')).Select((part, index) => index == 0 ? Regex.Escape(part) : $"[^/]+{Regex.Escape(part)}"))}/?$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));

    [GeneratedRegex(@"\{[^{}/]*\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();
}
