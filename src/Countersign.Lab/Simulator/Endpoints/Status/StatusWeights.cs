using System.Collections.Immutable;
using System.Globalization;

namespace Countersign.Lab.Simulator.Endpoints.Status;

/// <summary>Statuses with weights.</summary>
/// <param name="rows">The statuses, each with its weight.</param>
internal sealed class StatusWeights(ImmutableArray<(int Status, double Weight)> rows)
{
    private const int MostRows = 100;

    /// <summary>Whether there is but one.</summary>
    public bool IsSingle => rows.Length == 1;

    /// <summary>Reads <c>200:9,503:1</c>; null for something else.</summary>
    public static StatusWeights? Read(string text)
    {
        var rows = ImmutableArray.CreateBuilder<(int, double)>();
        foreach (var row in text.Split(',', MostRows))
        {
            var parts = row.Split(':');
            var weight = 1.0;
            if (parts.Length > 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var status) || status is < 200 or > 599)
                return null;
            if (parts.Length == 2 && (!double.TryParse(parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out weight) || weight <= 0 || !double.IsFinite(weight)))
                return null;
            rows.Add((status, weight));
        }

        return new(rows.DrainToImmutable());
    }

    /// <summary>The one that a number from 0 to 1 falls on.</summary>
    public int Pick(double chance)
    {
        var left = chance * rows.Sum(row => row.Weight);
        foreach (var (status, weight) in rows)
        {
            if (left < weight)
                return status;
            left -= weight;
        }

        return rows[^1].Status;
    }
}
