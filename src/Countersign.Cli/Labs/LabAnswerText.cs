using System.Text.Json;
using Countersign.AspNetCore.Telemetry;

namespace Countersign.Cli.Labs;

/// <summary>Writes what the server of the exercises said of an answer.</summary>
internal static class LabAnswerText
{
    /// <summary>Writes it for people.</summary>
    public static void Write(JsonElement state, TextWriter output)
    {
        var isSolved = state.GetProperty("solved").GetBoolean();
        if (!isSolved && state.TryGetProperty("fault", out var fault))
            Remark("!", fault, output);
        foreach (var seen in state.GetProperty("seen").EnumerateArray())
            Remark("+", seen, output);
        foreach (var missing in state.GetProperty("missing").EnumerateArray())
            Remark("-", missing, output);
        if (state.TryGetProperty("nearMiss", out var near))
            Remark(">", near, output);
        output.WriteLine(isSolved ? "Solved." : "Not solved yet.");
    }

    private static void Remark(string mark, JsonElement remark, TextWriter output) => output.WriteLine($"  {mark} {Printable.Of(remark.GetProperty("text").GetString()!)}");
}
