using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Stores;
using Microsoft.Extensions.Logging;

namespace Countersign.AspNetCore.Doors;

/// <summary>What the door of an application relies on.</summary>
internal sealed class ApplicationServices(LimitOptions limits, Store store, TimeProvider clock, ILogger log) : DoorServices(limits, store, clock, log);
