using System.Net;
using Countersign.Client.Exchanges;
using Countersign.Client.Telemetry;
using Xunit;

namespace Countersign.Client.Tests.Telemetry;

/// <summary>What telemetry costs where nobody listens; nobody does in the whole process, so that no other test runs beside it.</summary>
[CollectionDefinition(nameof(SilenceTests), DisableParallelization = true)]
[Collection(nameof(SilenceTests))]
public sealed class SilenceTests
{
    [Fact]
    public void Costs_nothing_to_allocate_where_a_request_gets_in_by_its_first_message()
    {
        var telemetry = new ClientTelemetry("orders", [Origin.Parse("https://api.example")], null);
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example/a");
        using var response = new HttpResponseMessage(HttpStatusCode.OK);
        var leg = RequestLeg.First(request, 0);
        Pass();

        var before = GC.GetAllocatedBytesForCurrentThread();
        Pass();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Pass()
        {
            telemetry.Sending(leg, null);
            telemetry.Answered(leg, null, response);
        }
    }
}
