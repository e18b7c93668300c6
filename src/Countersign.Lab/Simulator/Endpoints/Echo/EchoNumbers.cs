using System.Globalization;

namespace Countersign.Lab.Simulator.Endpoints.Echo;

/// <summary>Reads numbers of paths and queries.</summary>
internal static class EchoNumbers
{
    /// <summary>How long an answer is held back at most.</summary>
    public const double MostSeconds = 10;

    /// <summary>A whole number of the path; 0 for more than there are.</summary>
    public static int Whole(SimulatedRequest request, string name) => int.TryParse(request.Route(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>A number of the query; what it is without one; null for something else.</summary>
    public static int? Whole(SimulatedRequest request, string name, int otherwise) =>
        request.Query(name) is not { } text ? otherwise : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A time in seconds, no longer than any is held back; null for none.</summary>
    public static TimeSpan? Seconds(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds) ? TimeSpan.FromSeconds(Math.Min(seconds, MostSeconds)) : null;
}
