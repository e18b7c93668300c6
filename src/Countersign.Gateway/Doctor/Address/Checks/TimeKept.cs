using System.Globalization;

namespace Countersign.Gateway.Doctor.Address.Checks;

internal sealed class TimeKept : IAddressCheck
{
    private static readonly string Most = VisitTime.Most.TotalSeconds.ToString(CultureInfo.InvariantCulture);

    public CheckRow Row { get; } = new(
        "connection/time",
        $"Whether all requests of the visit were answered within {Most} s; it is told of only if they were not.",
        "People wait as long.");

    public IEnumerable<Finding> Judge(AddressFacts facts) =>
        facts.IsCut ? [Row.NotChecked($"The answers came so slowly that the visit ended after {Most} s: what is not told of here was not asked.")] : [];
}
