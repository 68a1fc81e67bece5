using Kunskapsstyrning.Kernel;
using Kunskapsstyrning.Nivastrukturering.Data;
using Kunskapsstyrning.Nivastrukturering.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace Kunskapsstyrning.Nivastrukturering.Features;

/// <summary>The deliveries that the user may see: those who run the host and NRF's administrator all, an economist the own region's.</summary>
internal sealed class SeenDeliveries(NivastruktureringDb db, ICurrentUser user)
{
    private static readonly string[] WithoutRegion = [Roles.NrfAdministrator, Roles.OperationsAdmin];

    /// <summary>Whose deliveries the user sees.</summary>
    public IReadOnlyList<Region> Regions => SeesAll ? Region.Sweden : [.. Region.Sweden.Where(r => r.Code == user.Region)];

    /// <summary>Untracked.</summary>
    public IQueryable<Delivery> Deliveries
    {
        get
        {
            if (SeesAll) return db.Deliveries.AsNoTracking();
            if (user.Region is not { } region) return db.Deliveries.AsNoTracking().Where(d => false);
            var own = Owner.Of(region);
            return db.Deliveries.AsNoTracking().Where(d => d.Owner == own);
        }
    }

    private bool SeesAll => WithoutRegion.Any(user.Roles.Contains);
}
