using Countersign.Gateway.Doctor.Address;

namespace Countersign.Gateway.Doctor;

/// <summary>Asks a public address as a browser does, and finds what keeps people from signing in there.</summary>
public static class AddressExamination
{
    /// <summary>Asks, and judges what came.</summary>
    /// <param name="order">The address.</param>
    /// <param name="progress">Is told what is done next.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="IOException">The file of authorities can't be read, or there is no certificate in it.</exception>
    /// <exception cref="OperationCanceledException">The caller ended it.</exception>
    public static async Task<DoctorReport> RunAsync(AddressOrder order, IProgress<string> progress, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(order);
        var time = new VisitTime(clock);
        using var client = new AddressClient(order, clock, time);
        using var guarded = new AddressClient(order, clock, time, isGuarded: true);
        var facts = await new AddressProbe(order, client, guarded, progress, time, clock).AskAsync(cancel);
        return Judge(facts, clock).Without(order.Password);
    }

    internal static DoctorReport Judge(AddressFacts facts, TimeProvider clock) => new(
        facts.Order.Url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped),
        [.. AddressCatalogue.All(clock).SelectMany(check => check.Judge(facts))]);
}
