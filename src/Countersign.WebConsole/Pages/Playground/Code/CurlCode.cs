using Countersign.Inspector.Fixes;

namespace Countersign.WebConsole.Pages.Playground.Code;

/// <summary>A line for a POSIX shell.</summary>
internal sealed class CurlCode : CodeForm
{
    public override string Name => "curl";

    public override string Write(CodeRequest request)
    {
        var words = new List<string> { request.Method == "HEAD" ? "curl --head" : "curl --include" };
        if (request.Method is not "HEAD" && request.Method != (request.Content.Length == 0 ? "GET" : "POST"))
            words.Add($"--request {ShellWord.Quoted(request.Method)}");
        if (request.Follows)
            words.Add("--location");
        if (request.BasicUser is { } user)
            words.Add($"--basic --user {Word($"{user}:{Playground.Variables.Mark(CodeRequest.Password)}")}");
        if (request.DigestUser is { } name)
            words.Add($"--digest --user {Word($"{name}:{Playground.Variables.Mark(CodeRequest.Password)}")}");
        words.AddRange(request.Fields.Select(field => $"--header {Word(field.Value.Length == 0 ? $"{field.Name};" : $"{field.Name}: {field.Value}")}"));
        if (request.Content.Length > 0)
        {
            // Else it says that it is a form.
            if (!request.Fields.Any(field => field.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))
                words.Add("--header 'Content-Type:'");
            words.Add($"--data-raw {Word(request.Content)}");
        }

        // Brackets and braces are lists of addresses to it.
        if (Playground.Variables.Without(request.Url).AsSpan().ContainsAny("[]{}"))
            words.Add("--globoff");
        words.Add(Word(request.Url));
        return string.Join('\n', [.. Comments(request, "#"), string.Join(" \\\n  ", words)]);
    }

    private static string Word(string text) => string.Concat(Playground.Variables.Pieces(text).Select(piece => piece.IsVariable ? $"\"${piece.Text}\"" : ShellWord.Quoted(piece.Text)));
}
