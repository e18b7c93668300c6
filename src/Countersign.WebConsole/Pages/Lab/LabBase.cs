using System.Text.RegularExpressions;
using Countersign.Lab.Exercises;
using Countersign.WebConsole.Pages.Playground;

namespace Countersign.WebConsole.Pages.Lab;

/// <summary>The requests from which exercises begin, for the Playground.</summary>
internal static partial class LabBase
{
    /// <summary>The query that names the one of an exercise.</summary>
    public static string QueryOf(Exercise exercise) => $"?exercise={exercise.Slug}";

    /// <summary>The request that a query names; null for none.</summary>
    public static async Task<PresetRequest?> FindAsync(ConsoleRequest console)
    {
        if (console.Query("exercise") is not { Length: > 0 } slug || ExerciseCatalogue.Find(slug) is not { } exercise)
            return null;
        var lab = await LabPlaces.OfAsync(console);
        return new(RequestOf(exercise, lab.AddressOf(exercise)), $"Exercise {exercise.Number}, {exercise.Title}: {lab.Text(exercise, exercise.Goal)}", IsSent: false);
    }

    private static ComposedRequest RequestOf(Exercise exercise, string address)
    {
        if (exercise.Base is { } begun)
            return new(begun.Method, $"{address}/{begun.Place}{begun.QueryText}") { Fields = begun.Fields, Content = begun.Content };

        // The first place that is spoken of.
        var place = Place().Match(exercise.Goal) is { Success: true } match ? match : Place().Match(exercise.Story);
        return new("GET", $"{address}/{(place.Success ? place.Groups["place"].Value : "")}");
    }

    [GeneratedRegex(@"\$LAB/(?<place>[A-Za-z0-9/_-]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();
}
