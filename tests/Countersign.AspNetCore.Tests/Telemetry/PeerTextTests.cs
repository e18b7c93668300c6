using Countersign.AspNetCore.Telemetry;
using Xunit;

namespace Countersign.AspNetCore.Tests.Telemetry;

public sealed class PeerTextTests
{
    [Theory]
    [InlineData("Unrecognized HTTP version: 'HTTP/9.9'", "Unrecognized HTTP version")]
    [InlineData("The final transfer coding was set to '\u001b[31mgzip' instead of 'chunked'.", "The final transfer coding was set to")]
    [InlineData("Request body too large.", "Request body too large.")]
    public void Leaves_out_what_a_fault_quotes(string fault, string left) => Assert.Equal(left, PeerText.OwnWords(fault));
}
