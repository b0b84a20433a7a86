from app.sails import hull
